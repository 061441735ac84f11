import { startApp, type TestApp } from '../../support/index.js';
import { expectWorldMatch } from '../../support/world.payments.js';
import { openShop, paidSale, refund, refundsOf, units, type Shop } from '../../support/world.refunds.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a refund that waits for another one of the same sale', () => {
  let app: TestApp;
  const stage = onStage();
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  it('gives back what the other one has left', async () => {
    const sale = await paidSale(app, shop);
    const back = (body: object) => () => refund(app, shop.seller.token, sale, body);

    const { outcomes } = await stage.meet(
      app,
      { statement: 'orders.lock-seller-order', stop: 'after' },
      back(units(sale, 2)),
      back({ everything: true }),
    );
    await app.drain();

    expect(outcomes.map(({ status }) => status)).toEqual([201, 201]);
    const refunds = await refundsOf(app, shop.seller.token, sale);
    expect(refunds.map(({ amount }) => amount.amount).sort()).toEqual([4_800, 8_200]);
    await expectWorldMatch(app);
  });
});
