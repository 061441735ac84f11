import { randomUUID } from 'node:crypto';
import { fromWire, money, system, type Id } from '../../../src/kernel/index.js';
import { Payments } from '../../../src/modules/payments/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { startApp, type TestApp } from '../../support/index.js';
import { journalsOf } from '../../support/world.fees.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import {
  ADDRESS,
  get,
  openCart,
  pay,
  placedOrder,
  post,
  type Line,
  type MoneyBody,
  type OrderBody,
} from '../../support/world.orders.js';
import { openShop, refund, refundJournals, units, type Shop } from '../../support/world.refunds.js';
import { activeSeller } from '../../support/world.sellers.js';

const ROUNDS = 20;
const USD = (amount: number): MoneyBody => ({ amount, currency: 'USD' });

interface PaymentBody {
  readonly state: string;
  readonly amount: MoneyBody;
  readonly storeCredit: MoneyBody;
  readonly refunded: MoneyBody;
}

describe('store credit', () => {
  let app: TestApp;
  const stage = onStage();
  let shop: Shop;

  beforeAll(async () => {
    app = await startApp();
    shop = await openShop(app);
  });
  afterAll(() => app.stop());

  /** A buyer whose card could not be paid back: 10.00 for the shipping, or 130.00 for everything. */
  async function credited(back: object = { shipping: USD(1_000) }): Promise<Person> {
    const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const order = await placedOrder(app, person, { variantId: shop.variantId, quantity: 5 });
    await pay(app, person, order, 'tok_refund_fails');
    await app.drain();
    await refund(app, shop.seller.token, { sellerOrderId: order.sellerOrders[0]?.id ?? '' }, back);
    await app.drain();
    return person;
  }

  async function orderWithCredit(person: Person, ...lines: Line[]): Promise<OrderBody> {
    const wanted = lines.length > 0 ? lines : [{ variantId: shop.variantId, quantity: 5 }];
    const cart = await openCart(app, person, ...wanted);
    const body = { cartId: cart.id, shippingAddress: ADDRESS, useStoreCredit: true };
    const answer = await post(app, person.token, '/v1/orders', body);
    if (answer.status !== 201) throw new Error(`Not placed: ${answer.text}`);
    await app.drain();
    return answer.body as OrderBody;
  }

  const credit = async ({ token }: Person) =>
    (await get<{ credits: object[] }>(app, token, '/v1/me/store-credit')).credits;
  const payment = ({ token }: Person, { paymentId }: OrderBody) =>
    get<PaymentBody>(app, token, `/v1/payments/${paymentId}`);
  const shareOf = (order: OrderBody) => {
    const share = order.sellerOrders[0];
    const id = fromWire('sor', share?.id ?? '') ?? '';
    return { sellerOrderId: share?.id ?? '', id, lineId: share?.lines[0]?.id ?? '', paymentId: order.paymentId };
  };

  it('pays 10.00 of 130.00, is held until the capture and spent by it (P4)', async () => {
    const person = await credited();

    const order = await orderWithCredit(person);
    const held = await credit(person);
    await pay(app, person, order);
    await app.drain();

    expect(held).toEqual([{ currency: 'USD', available: USD(0), held: USD(1_000) }]);
    expect(await payment(person, order)).toMatchObject({
      state: 'captured',
      amount: USD(12_000),
      storeCredit: USD(1_000),
    });
    expect((await journalsOf(app, shareOf(order).id)).capture).toEqual([
      'D buyer_credit 1000',
      'D psp_clearing 12000',
      'C order_escrow 13000',
    ]);
    expect(await credit(person)).toEqual([{ currency: 'USD', available: USD(0), held: USD(0) }]);
  });

  it('comes back in proportion, to the minor unit, whatever the sequence of refunds', async () => {
    const person = await credited();
    const order = await orderWithCredit(person);
    await pay(app, person, order);
    await app.drain();
    const sale = shareOf(order);

    const first = await refund(app, shop.seller.token, sale, units(sale, 2));
    const rest = await refund(app, shop.seller.token, sale, { everything: true });
    await app.drain();

    expect(first.body).toMatchObject({ amount: USD(4_800), storeCredit: USD(369) });
    expect(rest.body).toMatchObject({ amount: USD(8_200), storeCredit: USD(631) });
    expect((await refundJournals(app, (first.body as { id: string }).id)).requested).toEqual([
      'D order_escrow 4800',
      'C refund_in_transit 4431',
      'C buyer_credit 369',
    ]);
    expect(await payment(person, order)).toMatchObject({ refunded: USD(12_000) });
    expect(await credit(person)).toEqual([{ currency: 'USD', available: USD(1_000), held: USD(0) }]);
  });

  it('pays all of an order without a card, and comes back without a provider', async () => {
    const person = await credited({ everything: true });

    const order = await orderWithCredit(person);
    const card = await pay(app, person, order);
    const paid = await get<OrderBody>(app, person.token, `/v1/orders/${order.id}`);
    const sale = shareOf(order);
    const back = await refund(app, shop.seller.token, sale, { everything: true });

    expect(paid.sellerOrders[0]?.state).toBe('awaiting_acceptance');
    expect(card.status).toBe(409);
    expect(await payment(person, order)).toMatchObject({ state: 'captured', amount: USD(0), storeCredit: USD(13_000) });
    const { capture, requested } = await journalsOf(app, sale.id);
    expect(capture).toEqual(['D buyer_credit 13000', 'C order_escrow 13000']);
    expect(requested).toEqual(['D order_escrow 13000', 'C buyer_credit 13000']);
    expect(back.body).toMatchObject({ state: 'succeeded', amount: USD(13_000), storeCredit: USD(13_000) });
    expect(await credit(person)).toEqual([{ currency: 'USD', available: USD(13_000), held: USD(0) }]);
  });

  it('is split over two sellers by their shares', async () => {
    const person = await credited();
    const other = await activeSeller(app);
    const book = await activeListing(app, other, { price: 13_000, stock: 5 });

    const order = await orderWithCredit(person, { variantId: shop.variantId, quantity: 5 }, book);

    expect(await payment(person, order)).toMatchObject({ amount: USD(25_000), storeCredit: USD(1_000) });
    const shares = await app.sql(`select store_credit::int as credit from payment_parts where payment_id = $1`, [
      fromWire('pay', order.paymentId),
    ]);
    expect(shares).toEqual([{ credit: 500 }, { credit: 500 }]);
  });

  it('is free again when the order is not paid in time', async () => {
    const person = await credited();
    const order = await orderWithCredit(person);

    await app.advance('PT31M');

    expect((await payment(person, order)).state).toBe('expired');
    expect(await credit(person)).toEqual([{ currency: 'USD', available: USD(1_000), held: USD(0) }]);
  });

  it('is not touched by an order that does not ask for it', async () => {
    const person = await credited();

    const order = await placedOrder(app, person, { variantId: shop.variantId, quantity: 5 });

    expect(await payment(person, order)).toMatchObject({ amount: USD(13_000), storeCredit: USD(0) });
    expect(await credit(person)).toEqual([{ currency: 'USD', available: USD(1_000), held: USD(0) }]);
  });

  it('is everybody’s own', async () => {
    await credited();
    const stranger = await buyer(app);

    const order = await orderWithCredit(stranger);

    expect(await credit(stranger)).toEqual([]);
    expect(await payment(stranger, order)).toMatchObject({ amount: USD(13_000), storeCredit: USD(0) });
  });

  it(`is spent once by two orders at the same time, ${ROUNDS} times`, async () => {
    const person = await credited();
    for (let round = 0; round < ROUNDS; round += 1) {
      const orders = await Promise.all([orderWithCredit(person), orderWithCredit(person)]);

      const used = await Promise.all(orders.map(async (order) => (await payment(person, order)).storeCredit.amount));
      expect(used.sort((a, b) => a - b)).toEqual([0, 1_000]);
      expect(await credit(person)).toEqual([{ currency: 'USD', available: USD(0), held: USD(1_000) }]);
      await app.advance('PT31M');
    }
  });

  it('comes back to the minor unit with refunds that are asked for at once', async () => {
    const person = await credited();
    const order = await orderWithCredit(person);
    await pay(app, person, order);
    await app.drain();
    const { id: sellerOrderId } = shareOf(order);
    const paymentId = fromWire('pay', order.paymentId)!;
    const back = () =>
      app.get(UnitOfWork).run((tx) =>
        app.get(Payments).refundPart(tx, {
          ...{
            paymentId,
            sellerOrderId: sellerOrderId as Id<'sor'>,
            amount: money(7, 'USD'),
            reason: 'goodwill',
            actor: system('test'),
          },
          source: { type: 'test', id: randomUUID() },
        }),
      );

    const { met } = await stage.meet(app, { statement: 'payments.request-refund', stop: 'after' }, back, back);

    expect(met).toBe(true);
    const refunds = await app.sql(
      'select amount::int, store_credit::int as credit from refunds where payment_id = $1 order by credit',
      [paymentId],
    );
    // A thirteenth was credit: 7/13 of a cent are none yet, 14/13 are one.
    expect(refunds).toEqual([
      { amount: 7, credit: 0 },
      { amount: 6, credit: 1 },
    ]);
  });
});
