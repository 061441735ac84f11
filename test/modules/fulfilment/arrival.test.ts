import { Clock, plus } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { acceptedOrder, get, parcel, post, shippedOrder, type SellerOrderBody } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';

/** For tests that let weeks pass. */
const SLOW = 240_000;

let app: TestApp;
let ada: Person;

beforeAll(async () => {
  app = await startApp();
  ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
});
afterAll(() => app.stop());

const now = (): Date => app.get(Clock).now();
const orderOf = (id: string): Promise<SellerOrderBody & { deliveryExpectedAt?: string }> =>
  get(app, ada.token, `/v1/seller-orders/${id}`);

describe('a delivery that nobody tells of', () => {
  it(
    'is taken for granted three days after the longest transit at home, ten after it abroad',
    async () => {
      const [home, abroad] = [await activeSeller(app), await activeSeller(app, { country: 'DE' })];
      const made = [await activeListing(app, home, { stock: 5 }), await activeListing(app, abroad, { stock: 5 })];
      const near = await shippedOrder(app, ada, home, { variantId: made[0]?.variantId ?? '' });
      const far = await shippedOrder(app, ada, abroad, { variantId: made[1]?.variantId ?? '' });
      const states = async () => [near, far].map(async (each) => (await orderOf(each.sellerOrderId)).state);

      await app.advance('P32DT23H');
      expect(await Promise.all(await states())).toEqual(['shipped', 'shipped']);
      await app.advance('PT1H');
      expect(await Promise.all(await states())).toEqual(['delivered', 'shipped']);
      await app.advance('P7D');
      expect(await Promise.all(await states())).toEqual(['confirmed', 'delivered']);
    },
    SLOW,
  );

  it(
    'waits for the latest estimate of the sender, and for every further parcel',
    async () => {
      const seller = await activeSeller(app);
      const { variantId } = await activeListing(app, seller, { stock: 5 });
      const { id, lines } = await acceptedOrder(app, ada, seller, { variantId, quantity: 2 });
      const one = [{ lineId: lines[0]?.id, quantity: 1 }];
      const path = `/v1/seller-orders/${id}/shipments`;
      const tooFar = { estimatedDeliveryAt: plus(now(), 'P181D').toISOString() };
      const estimatedDeliveryAt = plus(now(), 'P40D').toISOString();

      const refused = await post(app, seller.token, path, { ...parcel(), lines: one, ...tooFar });
      expect([refused.status, (await orderOf(id)).state]).toEqual([422, 'accepted']);
      await post(app, seller.token, path, { ...parcel(), lines: one, estimatedDeliveryAt });
      expect(await orderOf(id)).toMatchObject({ state: 'shipped', deliveryExpectedAt: estimatedDeliveryAt });
      await app.advance('P20D');
      await post(app, seller.token, path, { ...parcel(), lines: one });

      const expected = Date.parse((await orderOf(id)).deliveryExpectedAt ?? '');
      expect(expected).toBeGreaterThan(Date.parse(estimatedDeliveryAt));
      await app.advance('P32D');
      expect((await orderOf(id)).state).toBe('shipped');
      await app.advance('P2D');
      expect((await orderOf(id)).state).toBe('delivered');
    },
    SLOW,
  );
});

describe('an order of which units have not left', () => {
  it(
    'is neither confirmed nor taken for delivered',
    async () => {
      const seller = await activeSeller(app);
      const { variantId } = await activeListing(app, seller, { stock: 5 });
      const { id, lines } = await acceptedOrder(app, ada, seller, { variantId, quantity: 2 });
      const one = [{ lineId: lines[0]?.id, quantity: 1 }];
      const path = `/v1/seller-orders/${id}`;
      await post(app, seller.token, `${path}/shipments`, { ...parcel(), lines: one });

      const early = await post(app, ada.token, `${path}/confirmation`);
      await app.advance('P40D');
      const waiting = await orderOf(id);
      await post(app, seller.token, `${path}/shipments`, { ...parcel(), lines: one });
      const confirmed = await post(app, ada.token, `${path}/confirmation`);

      expect([early.status, (early.body as { code: string }).code]).toEqual([409, 'illegal_transition']);
      expect(waiting.state).toBe('shipped');
      expect(confirmed.body).toMatchObject({ state: 'confirmed' });
    },
    SLOW,
  );
});
