import { fromWire } from '../../src/kernel/index.js';
import { ReleaseEarnings } from '../../src/modules/settlement/release-earnings.js';
import { ReleaseReserve } from '../../src/modules/settlement/release-reserve.js';
import { startApp, type TestApp } from '../support/index.js';
import { get, pay, placedOrder, post, type SellerOrderBody } from '../support/world.orders.js';
import { expectWorldMatch } from '../support/world.payments.js';
import { deliveredSale, held, openShop, refundsOf, type Shop } from '../support/world.refunds.js';
import { balance, bankBooks, now, released, runPayouts, settled } from '../modules/settlement/settlement-app.js';

const ROUNDS = Number(process.env.SOUK_RACE_ROUNDS ?? 3);
const LONG = 60_000 + ROUNDS * 10_000;

/** Races of two; others are beside the modules that they are about, with the same variable for their rounds. */
describe(`two at once, ${ROUNDS} times`, () => {
  let app: TestApp;
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app, { tier: 'T0' });
  });
  afterAll(() => app.stop());

  it(
    'a capture and a cancellation leave an order that is paid for, or all of the money with the buyer',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const order = await placedOrder(app, shop.ada, { variantId: shop.variantId });
        const path = `/v1/seller-orders/${order.sellerOrders[0]?.id}`;
        const cancel = () => post(app, shop.ada.token, `${path}/cancellation`);

        const [paid, ...cancelled] = await Promise.all([pay(app, shop.ada, order), cancel(), cancel(), cancel()]);
        const [late] = await Promise.all([cancel(), app.drain()]);
        await app.drain();

        const { state, totals } = await get<SellerOrderBody>(app, shop.ada.token, path);
        const [sellerOrderId, id] = [order.sellerOrders[0]?.id ?? '', fromWire('sor', order.sellerOrders[0]?.id ?? '')];
        const sale = { sellerOrderId, id: id ?? '', lineId: '', paymentId: order.paymentId };
        const back = (await refundsOf(app, shop.ada.token, sale)).reduce((sum, { amount }) => sum + amount.amount, 0);
        const isOff = [...cancelled, late].filter(({ status }) => status === 200).length;
        expect([paid.status, [...cancelled, late].every(({ status }) => status === 200 || status === 409)]).toEqual([
          200,
          true,
        ]);
        expect([state, isOff, back, await held(app, 'order_escrow', sale.id)]).toEqual(
          isOff > 0 ? ['cancelled', 1, totals.total.amount, 0] : ['awaiting_acceptance', 0, 0, totals.total.amount],
        );
      }
      await expectWorldMatch(app);
    },
    LONG,
  );

  it(
    'two releases of an earning, and of its reserve, release it once',
    async () => {
      const own = await openShop(app, { tier: 'T0' });
      for (let round = 1; round <= ROUNDS; round += 1) {
        const { id } = await deliveredSale(app, own);
        await app.sql('update earnings set release_at = $2 where id = $1', [id, now(app)]);
        await Promise.all([app.get(ReleaseEarnings).run(id), app.get(ReleaseEarnings).run(id)]);
        expect(await balance(app, own.seller)).toMatchObject({ pending: 0, reserve: 900 });

        const [lot] = await app.sql<{ id: string }>(
          'update reserve_lots set release_at = $2 where seller_order_id = $1 returning id',
          [id, now(app)],
        );
        await Promise.all([app.get(ReleaseReserve).run(lot?.id ?? ''), app.get(ReleaseReserve).run(lot?.id ?? '')]);
        expect(await balance(app, own.seller)).toMatchObject({ reserve: 0, available: round * 9_000 });
      }
    },
    LONG,
  );

  it(
    'two payout runs pay a seller once',
    async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const own = await openShop(app, { tier: 'T1' });
        await released(app, (await deliveredSale(app, own)).id);
        await app.sql(
          `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`,
          [fromWire('sel', own.seller.sellerId)],
        );

        await Promise.all([runPayouts(app), runPayouts(app)]);
        await settled(app);

        expect(await bankBooks(app, own.seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
        expect(await balance(app, own.seller)).toMatchObject({ available: 0, inTransit: 0 });
      }
    },
    LONG,
  );
});
