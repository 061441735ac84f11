import { Clock, fromWire, plus } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { disputesOf, openDispute, verdict } from '../../support/world.disputes.js';
import { buyer, staff, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import {
  ADDRESS,
  carrierSays,
  deliveredOrder,
  get,
  openCart,
  parcel,
  pay,
  post,
  shippedOrder,
  type OrderBody,
  type SellerOrderBody,
} from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import { balance } from './settlement-app.js';

/** For tests that let weeks pass. */
const SLOW = 240_000;
const DAY = 86_400_000;

interface EarningBody {
  readonly sellerOrderId: string;
  readonly state: string;
  readonly deliveredAt: string;
  readonly expectedReleaseAt: string | null;
  readonly holdReasons: readonly string[];
  readonly blockedBy: readonly { reason: string; objectId: string | null }[];
  readonly holdPolicy: Record<string, unknown>;
  readonly reserve: { amount: { amount: number }; releaseAt: string; releasedAt: string | null } | null;
}

let app: TestApp;
let ada: Person;

beforeAll(async () => {
  app = await startApp();
  ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
});
afterAll(() => app.stop());

const now = (): Date => app.get(Clock).now();
const earningOf = (seller: ActiveSeller, id: string): Promise<EarningBody> =>
  get(app, seller.token, `/v1/seller-orders/${id}/earning`);
const orderOf = (id: string): Promise<SellerOrderBody & { deliveryExpectedAt?: string }> =>
  get(app, ada.token, `/v1/seller-orders/${id}`);
const holdOf = ({ deliveredAt, expectedReleaseAt }: EarningBody): number =>
  (Date.parse(expectedReleaseAt ?? '') - Date.parse(deliveredAt)) / DAY;

describe('the hold of a delivered order', () => {
  it.each([
    ['T0', 14, 1_000],
    ['T1', 7, 0],
    ['T2', 3, 0],
    ['T3', 21, 2_500],
  ] as const)('of a seller of tier %s lasts %d days', async (tier, days, reserveBps) => {
    const seller = await activeSeller(app, { tier });
    const { variantId } = await activeListing(app, seller, { price: 10_000, stock: 5 });

    const { sellerOrderId } = await deliveredOrder(app, ada, seller, { variantId });

    const earning = await earningOf(seller, sellerOrderId);
    expect(holdOf(earning)).toBe(days);
    expect(earning).toMatchObject({ holdReasons: ['tier'], holdPolicy: { tier, reserveBps, capDays: 90 } });
  });

  it(
    'is not shortened by a week of silence',
    async () => {
      const seller = await activeSeller(app, { tier: 'T0', accountNumber: '' });
      const { variantId } = await activeListing(app, seller, { price: 10_000, stock: 5 });
      const { sellerOrderId } = await deliveredOrder(app, ada, seller, { variantId });

      await app.advance('P7D');
      await app.advance('P2D');

      expect((await orderOf(sellerOrderId)).state).toBe('confirmed');
      expect(holdOf(await earningOf(seller, sellerOrderId))).toBe(14);
      expect(await balance(app, seller)).toMatchObject({ pending: 9_000, available: 0 });
    },
    SLOW,
  );

  it('is shortened by its buyer to a day and no further, once', async () => {
    const seller = await activeSeller(app, { tier: 'T0', accountNumber: '' });
    const { variantId } = await activeListing(app, seller, { price: 10_000, stock: 5 });
    const { sellerOrderId } = await deliveredOrder(app, ada, seller, { variantId });

    const first = await post(app, ada.token, `/v1/seller-orders/${sellerOrderId}/confirmation`);
    const second = await post(app, ada.token, `/v1/seller-orders/${sellerOrderId}/confirmation`);
    await app.drain();

    const earning = await earningOf(seller, sellerOrderId);
    const { confirmedAt } = (await orderOf(sellerOrderId)) as unknown as { confirmedAt: string };
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(Date.parse(earning.expectedReleaseAt ?? '') - Date.parse(confirmedAt)).toBe(DAY);
    expect(earning.holdReasons).toEqual(['tier', 'buyer_confirmed']);
    await app.advance('PT23H');
    expect(await balance(app, seller)).toMatchObject({ pending: 9_000, available: 0 });
    await app.advance('PT1H1M');
    expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 8_100, reserve: 900 });
  });
});

describe('the delivery that starts the clock', () => {
  it('is what the carrier says, when it happened', async () => {
    const seller = await activeSeller(app, { tier: 'T1' });
    const { variantId } = await activeListing(app, seller, { stock: 5 });
    const shipped = await shippedOrder(app, ada, seller, { variantId });
    await app.advance('P2D');
    const occurredAt = plus(now(), 'P0D');
    await app.advance('P1D');

    await carrierSays(app, shipped, 'delivered', { occurredAt: occurredAt.toISOString() });
    await app.drain();

    const earning = await earningOf(seller, shipped.sellerOrderId);
    expect(earning.deliveredAt).toBe(occurredAt.toISOString());
    expect(holdOf(earning)).toBe(7);
  });

  it('is the word of the buyer where the carrier says nothing', async () => {
    const seller = await activeSeller(app, { tier: 'T0' });
    const { variantId } = await activeListing(app, seller, { stock: 5 });
    const { sellerOrderId, ...sent } = await shippedOrder(app, ada, seller, { variantId });

    const confirmed = await post(app, ada.token, `/v1/seller-orders/${sellerOrderId}/confirmation`);
    await app.drain();
    await carrierSays(app, sent, 'delivered');
    await app.drain();

    const order = (await orderOf(sellerOrderId)) as SellerOrderBody & { confirmedAt?: string };
    const earning = await earningOf(seller, sellerOrderId);
    expect(confirmed.status).toBe(200);
    expect(order).toMatchObject({ state: 'confirmed', deliveredAt: order.confirmedAt });
    expect(earning).toMatchObject({ deliveredAt: order.deliveredAt, holdReasons: ['tier', 'buyer_confirmed'] });
    expect(holdOf(earning)).toBe(1);
  });

  it('is not the word of a stranger, nor of the seller, before the goods have arrived', async () => {
    const [seller, eve] = [await activeSeller(app), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { stock: 5 });
    const { sellerOrderId } = await shippedOrder(app, ada, seller, { variantId });

    const path = `/v1/seller-orders/${sellerOrderId}/confirmation`;
    const answers = [await post(app, eve.token, path), await post(app, seller.token, path)];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
    expect((await orderOf(sellerOrderId)).state).toBe('shipped');
  });
});

describe('a chargeback', () => {
  it(
    'stops the clock of the seller orders it is about, names itself, and lets it run again from now',
    async () => {
      const seller = await activeSeller(app, { tier: 'T2', accountNumber: '' });
      const risk = await staff(app, 'risk');
      const { variantId } = await activeListing(app, seller, { price: 10_000, stock: 5 });
      const { sellerOrderId } = await deliveredOrder(app, ada, seller, { variantId });
      const { orderId } = await orderOf(sellerOrderId);
      const { paymentId } = await get<OrderBody>(app, ada.token, `/v1/orders/${orderId}`);

      const ref = await openDispute(app, paymentId, { reason: 'product_not_received' });
      await app.advance('P5D');

      const [dispute] = await disputesOf(app, risk, paymentId);
      expect(await earningOf(seller, sellerOrderId)).toMatchObject({
        state: 'frozen',
        expectedReleaseAt: null,
        blockedBy: [{ reason: 'chargeback', objectId: dispute?.id }],
      });
      const [listed] = (
        await get<{ data: EarningBody[] }>(app, seller.token, `/v1/sellers/${seller.sellerId}/earnings?state=frozen`)
      ).data;
      expect(listed).toMatchObject({ sellerOrderId, blockedBy: [{ objectId: dispute?.id }] });
      expect(await balance(app, seller)).toMatchObject({ pending: 9_000, available: 0 });

      await verdict(app, ref, 'won');
      await app.drain();

      expect(await earningOf(seller, sellerOrderId)).toMatchObject({
        state: 'available',
        blockedBy: [],
        holdReasons: ['tier', 'block_ended'],
      });
      expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 9_000 });
    },
    SLOW,
  );
});

describe('a seller’s earnings', () => {
  it('are listed page by page for the seller and for finance, and for nobody else', async () => {
    const [seller, other] = [await activeSeller(app, { tier: 'T1' }), await activeSeller(app)];
    const [finance, eve] = [await staff(app, 'finance'), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { stock: 5 });
    const ids = [
      (await deliveredOrder(app, ada, seller, { variantId })).sellerOrderId,
      (await deliveredOrder(app, ada, seller, { variantId })).sellerOrderId,
    ];
    const path = `/v1/sellers/${seller.sellerId}/earnings`;

    type Page = { data: EarningBody[]; page: { nextCursor: string; hasMore: boolean } };
    const first = await get<Page>(app, seller.token, `${path}?limit=1`);
    const rest = await get<Page>(app, finance.token, `${path}?limit=1&cursor=${first.page.nextCursor}`);

    expect([...first.data, ...rest.data].map(({ sellerOrderId }) => sellerOrderId)).toEqual(ids.reverse());
    expect(rest.page.hasMore).toBe(false);
    for (const [token, status] of [
      [other.token, 404],
      [eve.token, 403],
    ] as const) {
      await app.http.get(path).set(bearer(token)).expect(status);
    }
  });

  it('name the terms of the purchase even when the order is delivered under others', async () => {
    const seller = await activeSeller(app, { tier: 'T1' });
    const { variantId } = await activeListing(app, seller, { stock: 5 });
    const cart = await openCart(app, ada, { variantId });
    const answer = await post(app, ada.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
    const order = answer.body as OrderBody;
    await app.sql(`update sellers set tier = 'T3' where id = $1`, [fromWire('sel', seller.sellerId)]);
    await pay(app, ada, order);
    await app.drain();
    const id = order.sellerOrders[0]?.id ?? '';
    await post(app, seller.token, `/v1/seller-orders/${id}/acceptance`);
    await post(app, seller.token, `/v1/seller-orders/${id}/shipments`, parcel());
    await post(app, seller.token, `/v1/seller-orders/${id}/delivery`);
    await app.drain();
    const later = await deliveredOrder(app, ada, seller, { variantId });

    expect(await earningOf(seller, id)).toMatchObject({ holdPolicy: { tier: 'T1', holdDays: 7, reserveBps: 0 } });
    expect(await earningOf(seller, later.sellerOrderId)).toMatchObject({
      holdPolicy: { tier: 'T3', holdDays: 21, reserveBps: 2_500, reserveDays: 120 },
    });
  });
});
