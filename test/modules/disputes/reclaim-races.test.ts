import { fromWire, type Id } from '../../../src/kernel/index.js';
import { ReclaimAbsorbed } from '../../../src/modules/disputes/reclaim-absorbed.js';
import { startApp, type TestApp } from '../../support/index.js';
import { disputeJournals, openDispute, verdict } from '../../support/world.disputes.js';
import { post } from '../../support/world.orders.js';
import { openShop, paidSale } from '../../support/world.refunds.js';
import { onStage } from '../../prove/locks/stage.js';

describe('a lost chargeback that the platform bore, of a sale that is refused', () => {
  let app: TestApp;
  const stage = onStage();

  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it('is given back to the platform once, by two who do it at the same time', async () => {
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);
    const ref = await openDispute(app, sale.paymentId, { reason: 'fraudulent', amount: 5_000 });
    await verdict(app, ref, 'lost');
    await openDispute(app, sale.paymentId, { reason: 'fraudulent', amount: 5_000 });
    const [row] = await app.sql<{ id: Id<'ord'> }>('select order_id as id from seller_orders where id = $1', [sale.id]);
    const reclaim = () => app.get(ReclaimAbsorbed).run(row?.id as Id<'ord'>, sale.id as Id<'sor'>);

    await stage.meet(
      app,
      { statement: 'disputes.of-order', stop: 'after' },
      async () => {
        await post(app, shop.seller.token, `/v1/seller-orders/${sale.sellerOrderId}/refusal`, { reason: 'other' });
        await app.drain();
      },
      reclaim,
    );
    await app.drain();

    expect((await disputeJournals(app, sale.paymentId)).map(([kind]) => kind)).toEqual([
      'opened',
      'absorbed',
      'opened',
      'reclaimed',
    ]);
    const lost = await app.sql('select lost from payment_parts where payment_id = $1', [
      fromWire('pay', sale.paymentId),
    ]);
    expect(lost).toEqual([{ lost: 5_000 }]);
  });
});
