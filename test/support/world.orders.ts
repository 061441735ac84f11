import { randomUUID } from 'node:crypto';
import { bearer, type TestApp } from './app.js';
import type { Person } from './world.identity.js';
import type { ActiveSeller } from './world.sellers.js';

export interface Line {
  /** Wire form, `var_…`. */
  readonly variantId: string;
  readonly quantity?: number;
}

export interface MoneyBody {
  readonly amount: number;
  readonly currency: string;
}

export interface TotalsBody {
  readonly item: MoneyBody;
  readonly tax: MoneyBody;
  readonly shipping: MoneyBody;
  readonly total: MoneyBody;
}

export interface CartBody {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly quoteVersion: string;
  readonly totals: TotalsBody | null;
  readonly differences: readonly { variantId: string; code: string; was?: number; now?: number }[];
  readonly shares: readonly { sellerId: string; totals: TotalsBody; lines: readonly { variantId: string }[] }[];
}

export interface ActionBody {
  readonly action: string;
  readonly allowed: boolean;
  readonly reason?: string;
}

export interface SellerOrderBody {
  readonly id: string;
  readonly orderId: string;
  readonly sellerId: string;
  readonly state: string;
  readonly version: number;
  readonly totals: TotalsBody;
  readonly lines: readonly { id: string; variantId: string; quantity: number; totals: TotalsBody }[];
  readonly allowedActions: readonly ActionBody[];
  readonly cancellation?: { by: string; reason: string; refundId?: string };
  readonly earnings?: { commission: MoneyBody; sellerNet: MoneyBody; shippingTo: string };
  readonly shippingAddress?: object;
  readonly history?: readonly { action: string; from: string; to: string; by: string; reason?: string }[];
  readonly acceptBy?: string;
  readonly shipBy?: string;
  readonly shipOverdueAt?: string;
  readonly deliveredAt?: string;
}

export interface OrderBody {
  readonly id: string;
  readonly state: string;
  readonly paymentId: string;
  readonly totals: TotalsBody;
  readonly sellerOrders: readonly SellerOrderBody[];
  readonly payBy: string;
}

export const ADDRESS = {
  name: 'Ada Lovelace',
  line1: '12 St James’s Square',
  city: 'New York',
  postalCode: '10001',
  country: 'US',
};

export type Answer = Awaited<ReturnType<ReturnType<TestApp['http']['post']>['send']>>;

/** A POST with a key of its own. */
export function post(
  app: TestApp,
  token: string,
  path: string,
  body: object = {},
  key: string = randomUUID(),
): Promise<Answer> {
  return Promise.resolve(app.http.post(path).set(bearer(token)).set('Idempotency-Key', key).send(body));
}

export async function get<T>(app: TestApp, token: string, path: string): Promise<T> {
  const answer = await app.http.get(path).set(bearer(token));
  if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
  return answer.body as T;
}

async function made<T>(answer: Promise<Answer>, status: number, what: string): Promise<T> {
  const { status: got, body, text } = await answer;
  if (got !== status) throw new Error(`${what}: ${got} ${text}`);
  return body as T;
}

const units = ({ variantId, quantity = 1 }: Line): Line => ({ variantId, quantity });

export function openCart(app: TestApp, buyer: Person, ...lines: Line[]): Promise<CartBody> {
  return made(post(app, buyer.token, '/v1/carts', { lines: lines.map(units) }), 201, 'No cart was opened');
}

/** An order that waits for its payment. */
export async function placedOrder(app: TestApp, buyer: Person, ...lines: Line[]): Promise<OrderBody> {
  const cart = await openCart(app, buyer, ...lines);
  const body = { cartId: cart.id, shippingAddress: ADDRESS };
  return made(post(app, buyer.token, '/v1/orders', body), 201, 'No order was placed');
}

export function pay(app: TestApp, buyer: Person, order: OrderBody, token = 'tok_approve'): Promise<Answer> {
  return post(app, buyer.token, `/v1/payments/${order.paymentId}/authorisation`, { card: { token } });
}

/** An order that is paid and whose sellers have been told. */
export async function paidOrder(app: TestApp, buyer: Person, ...lines: Line[]): Promise<OrderBody> {
  const order = await placedOrder(app, buyer, ...lines);
  const answer = await pay(app, buyer, order);
  if (answer.status >= 300) throw new Error(`Not paid: ${answer.status} ${answer.text}`);
  await app.drain();
  return get(app, buyer.token, `/v1/orders/${order.id}`);
}

/** The seller order of a paid order that this seller has accepted. */
export async function acceptedOrder(
  app: TestApp,
  buyer: Person,
  seller: ActiveSeller,
  ...lines: Line[]
): Promise<SellerOrderBody> {
  const order = await paidOrder(app, buyer, ...lines);
  const mine = order.sellerOrders.find((each) => each.sellerId === seller.sellerId);
  const path = `/v1/seller-orders/${mine?.id ?? ''}/acceptance`;
  return made(post(app, seller.token, path), 200, 'Not accepted');
}

let parcels = 0;

export const parcel = (): { carrier: string; trackingNumber: string } => ({
  carrier: 'sandbox-post',
  trackingNumber: `SP${process.pid}${String((parcels += 1)).padStart(6, '0')}`,
});

export interface ShippedOrder {
  readonly sellerOrderId: string;
  readonly carrier: string;
  readonly trackingNumber: string;
}

export async function shippedOrder(
  app: TestApp,
  buyer: Person,
  seller: ActiveSeller,
  ...lines: Line[]
): Promise<ShippedOrder> {
  const { id } = await acceptedOrder(app, buyer, seller, ...lines);
  const sent = parcel();
  await made(post(app, seller.token, `/v1/seller-orders/${id}/shipments`, sent), 201, 'Not shipped');
  return { sellerOrderId: id, ...sent };
}

/** A seller order whose goods have arrived, and everything that follows from that. */
export async function deliveredOrder(
  app: TestApp,
  buyer: Person,
  seller: ActiveSeller,
  ...lines: Line[]
): Promise<ShippedOrder> {
  const shipped = await shippedOrder(app, buyer, seller, ...lines);
  await made(post(app, seller.token, `/v1/seller-orders/${shipped.sellerOrderId}/delivery`), 201, 'Not delivered');
  await app.drain();
  return shipped;
}

let events = 0;

/** What the carrier says about a parcel. */
export async function carrierSays(
  app: TestApp,
  { carrier, trackingNumber }: { carrier: string; trackingNumber: string },
  status: string,
  fields: { eventId?: string; occurredAt?: string } = {},
): Promise<string> {
  const eventId = `evt-${process.pid}-${(events += 1)}`;
  const body = { carrier, trackingNumber, status, eventId, ...fields };
  const answer = await app.http.post('/v1/sandbox/carrier-events').send(body);
  if (answer.status !== 200) throw new Error(`The carrier was not heard: ${answer.text}`);
  return (answer.body as { outcome: string }).outcome;
}
