import { startApp, type TestApp } from '../../support/index.js';
import { disputesOf, heard, openDispute, takes } from '../../support/world.disputes.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { deliveredSale, openShop, released, type Shop } from '../../support/world.refunds.js';
import { balance } from '../settlement/settlement-app.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a chargeback of which the bank takes more twice at once', () => {
  let app: TestApp;
  const stage = onStage();
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  it('takes and holds all of it (C1, H3)', async () => {
    const sale = await deliveredSale(app, shop);
    await released(app, sale.id);
    const ref = await openDispute(app, sale.paymentId, { amount: 5_000 });

    const { met } = await stage.meet(
      app,
      { statement: 'disputes.lock-by-ref', stop: 'after' },
      () => takes(app, ref, 9_000),
      () => takes(app, ref, 13_000),
    );
    await heard(app);

    expect(met).toBe(true);
    const [dispute] = await disputesOf(app, shop.finance, sale.paymentId);
    expect([dispute?.amount.amount, dispute?.shares[0]?.amount.amount, dispute?.shares[0]?.exposure.amount]).toEqual([
      13_000, 13_000, 9_000,
    ]);
    expect(await balance(app, shop.seller)).toMatchObject({ available: 0, held: 9_000 });
    await expectWorldMatch(app);
  });
});
