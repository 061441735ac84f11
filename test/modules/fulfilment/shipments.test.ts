import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import {
  acceptedOrder,
  carrierSays,
  get,
  paidOrder,
  parcel,
  post,
  shippedOrder,
  type SellerOrderBody,
} from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

/** For tests that let months pass. */
const SLOW = 240_000;

describe('parcels', () => {
  let app: TestApp;
  let ada: Person;
  let otter: ActiveSeller;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    otter = await activeSeller(app);
    ({ variantId } = await activeListing(app, otter, { price: 5_000, stock: 200, shipping: 300 }));
  });

  afterAll(() => app.stop());

  const stateOf = async (id: string): Promise<string> =>
    (await get<SellerOrderBody>(app, ada.token, `/v1/seller-orders/${id}`)).state;
  const parcelsOf = async (id: string): Promise<{ state: string; trackingNumber: string }[]> =>
    (
      await get<{ data: { state: string; trackingNumber: string }[] }>(
        app,
        ada.token,
        `/v1/seller-orders/${id}/shipments`,
      )
    ).data;
  const deliveredEvents = async (id: string): Promise<unknown[]> =>
    (
      await app.sql<{ payload: unknown }>(
        `select payload from outbox_events where name = 'seller-order.delivered' and subject_id = $1`,
        [fromWire('sor', id)],
      )
    ).map((row) => row.payload);

  it('ship an accepted order, and arrive with the frozen parts', async () => {
    const { id, orderId } = await acceptedOrder(app, ada, otter, { variantId, quantity: 2 });
    const sent = parcel();

    const answer = await post(app, otter.token, `/v1/seller-orders/${id}/shipments`, sent);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ ...sent, state: 'handed_over', sellerOrderId: id });
    expect(await stateOf(id)).toBe('shipped');
    expect(await carrierSays(app, sent, 'delivered')).toBe('applied');

    expect(await stateOf(id)).toBe('delivered');
    expect(await deliveredEvents(id)).toEqual([
      expect.objectContaining({
        sellerOrderId: fromWire('sor', id),
        orderId: fromWire('ord', orderId),
        sellerId: fromWire('sel', otter.sellerId),
        buyerId: fromWire('usr', ada.userId),
        currency: 'USD',
        parts: {
          item: 10_000,
          tax: 0,
          shipping: 600,
          commission: 1_000,
          shippingTo: 'seller',
          total: 10_600,
          ...{ fixedFee: 0, paymentFee: 0, feeTax: 0, platformDiscount: 0, sellerDiscount: 0 },
        },
      }),
    ]);
  });

  it('tolerate events that are repeated, late or in the wrong order', async () => {
    const sent = await shippedOrder(app, ada, otter, { variantId });
    const at = (minute: number): string => new Date(Date.now() - 3_600_000 + minute * 60_000).toISOString();

    const outcomes = [
      await carrierSays(app, sent, 'out_for_delivery', { eventId: `${sent.trackingNumber}-3`, occurredAt: at(3) }),
      await carrierSays(app, sent, 'in_transit', { eventId: `${sent.trackingNumber}-1`, occurredAt: at(1) }),
      await carrierSays(app, sent, 'exception', { eventId: `${sent.trackingNumber}-2`, occurredAt: at(2) }),
      await carrierSays(app, sent, 'out_for_delivery', { eventId: `${sent.trackingNumber}-3`, occurredAt: at(3) }),
      await carrierSays(app, sent, 'delivered', { eventId: `${sent.trackingNumber}-4`, occurredAt: at(4) }),
      await carrierSays(app, sent, 'delivered', { eventId: `${sent.trackingNumber}-4`, occurredAt: at(4) }),
      await carrierSays(app, sent, 'in_transit', { eventId: `${sent.trackingNumber}-5`, occurredAt: at(5) }),
    ];

    expect(outcomes).toEqual(['applied', 'outdated', 'outdated', 'duplicate', 'applied', 'duplicate', 'outdated']);
    expect((await parcelsOf(sent.sellerOrderId)).map((each) => each.state)).toEqual(['delivered']);
    expect(await deliveredEvents(sent.sellerOrderId)).toHaveLength(1);
  });

  it('apply what a carrier said before the seller told of the parcel', async () => {
    const { id } = await acceptedOrder(app, ada, otter, { variantId });
    const sent = parcel();

    expect(await carrierSays(app, sent, 'delivered')).toBe('kept');
    await post(app, otter.token, `/v1/seller-orders/${id}/shipments`, sent);

    expect(await stateOf(id)).toBe('delivered');
  });

  it('deliver an order of several parcels with the last one', async () => {
    const { id, lines } = await acceptedOrder(app, ada, otter, { variantId, quantity: 3 });
    const path = `/v1/seller-orders/${id}/shipments`;
    const [one, two] = [parcel(), parcel()];
    const part = (quantity: number): object => ({ lines: [{ lineId: lines[0]?.id, quantity }] });
    await post(app, otter.token, path, { ...one, ...part(2) });
    await carrierSays(app, one, 'delivered');
    expect(await stateOf(id)).toBe('shipped');

    const tooMuch = await post(app, otter.token, path, { ...two, ...part(2) });
    await post(app, otter.token, path, two);
    await carrierSays(app, two, 'delivered');

    expect([tooMuch.status, (tooMuch.body as { code: string }).code]).toEqual([422, 'shipment_exceeds_order']);
    expect(await stateOf(id)).toBe('delivered');
    const more = await post(app, otter.token, path, parcel());
    expect(more.status).toBe(409);
  });

  it('need not hold the units that were paid back before', async () => {
    const { id, lines } = await acceptedOrder(app, ada, otter, { variantId, quantity: 3 });
    const refund = { lines: [{ lineId: lines[0]?.id, quantity: 1 }], reason: 'other' };
    const refunded = await post(app, otter.token, `/v1/seller-orders/${id}/refunds`, refund);
    const only = parcel();

    await post(app, otter.token, `/v1/seller-orders/${id}/shipments`, only);
    await carrierSays(app, only, 'delivered');

    expect(refunded.status).toBe(201);
    expect(await stateOf(id)).toBe('delivered');
    const [shipment] = await app.sql<{ units: number }>(
      `select sum(l.quantity)::int as units from shipment_lines l join shipments s on s.id = l.shipment_id
        where s.seller_order_id = $1`,
      [fromWire('sor', id)],
    );
    expect(shipment?.units).toBe(2);
  });

  it('are not accepted for an order that the seller has not accepted', async () => {
    const order = await paidOrder(app, ada, { variantId });
    const id = order.sellerOrders[0]?.id ?? '';

    const shipped = await post(app, otter.token, `/v1/seller-orders/${id}/shipments`, parcel());
    const delivered = await post(app, otter.token, `/v1/seller-orders/${id}/delivery`);

    expect([shipped, delivered].map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'illegal_transition'],
      [409, 'illegal_transition'],
    ]);
    expect(await stateOf(id)).toBe('awaiting_acceptance');
    expect(await parcelsOf(id)).toEqual([]);
  });

  it(
    'are taken as delivered after the longest transit and its grace without news',
    async () => {
      const { sellerOrderId } = await shippedOrder(app, ada, otter, { variantId });

      await app.advance('P32DT23H');
      expect(await stateOf(sellerOrderId)).toBe('shipped');
      await app.advance('PT1H');

      expect(await stateOf(sellerOrderId)).toBe('delivered');
    },
    SLOW,
  );
});
