import { randomUUID } from 'node:crypto';
import { Clock, fromWire, money, system } from '../../../src/kernel/index.js';
import { credit, debit, journal, Ledger } from '../../../src/modules/ledger/index.js';
import { SellerHolds } from '../../../src/modules/seller-holds/index.js';
import { FillHolds } from '../../../src/modules/seller-holds/fill-holds.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { post } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { balance } from '../settlement/settlement-app.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a hold that is lifted while money comes in for it', () => {
  let app: TestApp;
  const stage = onStage();
  let risk: Person;

  beforeAll(async () => {
    app = await startApp();
    risk = await staff(app, 'risk');
  });
  afterAll(() => app.stop());

  const inTx = <T>(work: Parameters<UnitOfWork['run']>[0]): Promise<T> => app.get(UnitOfWork).run(work) as Promise<T>;

  const fund = (sellerId: string, amount: number) =>
    inTx((tx) => {
      const at = { effectiveAt: app.get(Clock).now(), actor: system('test') };
      const sum = money(amount, 'USD');
      const lines = [debit('psp_clearing', sum), credit('seller_available', sum, sellerId)];
      return app.get(Ledger).post(tx, journal(['test', randomUUID(), 'given'], at, ...lines));
    });

  it.each(['seller-holds.lock', 'seller-holds.unfilled'])(
    'keeps none of it, whoever is first (%s)',
    async (statement) => {
      const seller = await activeSeller(app);
      const id = fromWire('sel', seller.sellerId) ?? '';
      await fund(id, 4_000);
      const wanted = { sellerId: seller.sellerId, currency: 'USD', reason: 'investigation', amount: 9_000 };
      const hold = (await post(app, risk.token, '/v1/risk/seller-holds', wanted)).body as { id: string };
      await fund(id, 5_000);
      const lift = () => post(app, risk.token, `/v1/risk/seller-holds/${hold.id}/lifting`, { reason: 'It is clear.' });
      const fill = () => inTx<number>((tx) => app.get(FillHolds).run(tx, id, 'USD', system('test')));

      const [first, second] = statement.endsWith('.lock') ? [lift, fill] : [fill, lift];
      await stage.meet<unknown>(app, { statement, stop: 'after' }, first, second);

      expect(await balance(app, seller)).toMatchObject({ available: 9_000, held: 0 });
    },
  );

  /** A hold that has 40.00 of the 90.00 it asks for, and 50.00 that have just come in. */
  async function filling(
    fields: object,
  ): Promise<{ readonly seller: ActiveSeller; readonly fill: () => Promise<unknown> }> {
    const seller = await activeSeller(app);
    const id = fromWire('sel', seller.sellerId)!;
    await fund(id, 4_000);
    await inTx((tx) =>
      app.get(SellerHolds).place(tx, {
        ...{
          sellerId: id,
          currency: 'USD',
          reason: 'investigation',
          note: 'a test',
          requested: 9_000,
          expiresAt: null,
        },
        ...{ sourceType: 'chargeback', sourceId: randomUUID(), actor: system('test'), ...fields },
      }),
    );
    await fund(id, 5_000);
    return { seller, fill: () => inTx((tx) => app.get(FillHolds).run(tx, id, 'USD', system('test'))) };
  }
  const meet = (first: () => Promise<unknown>, second: () => Promise<unknown>) =>
    stage.meet<unknown>(app, { statement: 'seller-holds.fill', stop: 'after' }, first, second);

  it('keeps none of it when its claim has ended', async () => {
    const sourceId = randomUUID();
    const { seller, fill } = await filling({ sourceId });
    const end = { used: 0, actor: system('test'), reason: 'won' };

    const { met } = await meet(fill, () =>
      inTx(async (tx) => {
        const hold = await app.get(SellerHolds).ofChargeback(tx, sourceId);
        await app.get(SellerHolds).release(tx, hold!, end);
      }),
    );

    expect(met).toBe(true);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, held: 0 });
  });

  it('is known with all of it to a refund of its sale', async () => {
    const sellerOrderId = randomUUID();
    const { fill } = await filling({ sellerOrderId });

    const { met, outcomes } = await meet(fill, () =>
      inTx((tx) => app.get(SellerHolds).ofSellerOrder(tx, sellerOrderId, 'USD')),
    );

    expect(met).toBe(true);
    expect(outcomes[1]).toMatchObject([{ held: 9_000 }]);
  });
});
