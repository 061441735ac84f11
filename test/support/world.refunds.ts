import { Clock, fromWire } from '../../src/kernel/index.js';
import { ReleaseEarnings } from '../../src/modules/settlement/release-earnings.js';
import { RunPayouts } from '../../src/modules/settlement/run-payouts.js';
import type { TestApp } from './app.js';
import { feeRule, saleTerms } from './world.fees.js';
import { buyer, staff, type Person } from './world.identity.js';
import { activeListing } from './world.listings.js';
import { get, paidOrder, parcel, pay, placedOrder, post, type OrderBody } from './world.orders.js';
import { activeSeller, type ActiveSeller } from './world.sellers.js';

/** Sells units of 20.00, tax 20 %, commission 10 %, with shipping of 10.00 for five of them that the platform keeps. */
export interface Shop {
  readonly finance: Person;
  readonly seller: ActiveSeller;
  readonly ada: Person;
  readonly variantId: string;
}

export async function openShop(
  app: TestApp,
  {
    shippingTo = 'platform',
    isKept = false,
    tier = 'T1',
  }: { shippingTo?: string; isKept?: boolean; tier?: 'T0' | 'T1' | 'T2' | 'T3' } = {},
): Promise<Shop> {
  const [finance, ada, seller] = await Promise.all([
    staff(app, 'finance'),
    buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' }),
    activeSeller(app, { tier }),
  ]);
  await saleTerms(app, finance, seller.sellerId, 2_000, shippingTo);
  await feeRule(app, finance, { component: 'commission', sellerId: seller.sellerId, bps: 1_000, isKept });
  const { variantId } = await activeListing(app, seller, { price: 2_000, shipping: 200, stock: 5_000 });
  return { finance, seller, ada, variantId };
}

export interface Sale {
  /** Wire form. */
  readonly sellerOrderId: string;
  /** UUID. */
  readonly id: string;
  readonly lineId: string;
  readonly paymentId: string;
}

/** Five units: item 100.00, tax 20.00, shipping 10.00, commission 10.00; paid with the card. */
export async function paidSale(app: TestApp, { ada, variantId }: Shop, quantity = 5): Promise<Sale> {
  const order = await paidOrder(app, ada, { variantId, quantity });
  const [share] = order.sellerOrders;
  const sellerOrderId = share?.id ?? '';
  const id = fromWire('sor', sellerOrderId) ?? '';
  return { sellerOrderId, id, lineId: share?.lines[0]?.id ?? '', paymentId: order.paymentId };
}

/** One unit of the shop for 26.00, paid with five of another one for 130.00, by one card. */
export async function sharedSale(app: TestApp, shop: Shop, card = 'tok_approve'): Promise<Sale> {
  const other = await openShop(app);
  const lines = [{ variantId: shop.variantId }, { variantId: other.variantId, quantity: 5 }];
  const placed = await placedOrder(app, shop.ada, ...lines);
  await pay(app, shop.ada, placed, card);
  await app.provider.settle();
  await app.drain();
  const order = await get<OrderBody>(app, shop.ada.token, `/v1/orders/${placed.id}`);
  const own = order.sellerOrders.find(({ sellerId }) => sellerId === shop.seller.sellerId);
  const sellerOrderId = own?.id ?? '';
  const id = fromWire('sor', sellerOrderId) ?? '';
  return { sellerOrderId, id, lineId: own?.lines[0]?.id ?? '', paymentId: order.paymentId };
}

/** Five units of a shop, whose goods have arrived. */
export async function deliveredSale(app: TestApp, shop: Shop, quantity = 5): Promise<Sale> {
  const sale = await paidSale(app, shop, quantity);
  await deliver(app, shop, sale);
  return sale;
}

export async function deliver(app: TestApp, { seller }: Shop, { sellerOrderId }: Sale): Promise<void> {
  const path = `/v1/seller-orders/${sellerOrderId}`;
  await post(app, seller.token, `${path}/acceptance`);
  await post(app, seller.token, `${path}/shipments`, parcel());
  const delivered = await post(app, seller.token, `${path}/delivery`);
  if (delivered.status !== 201) throw new Error(`Not delivered: ${delivered.text}`);
  await app.drain();
}

export const REASON = { reason: 'returned' } as const;

export const refund = (app: TestApp, token: string, { sellerOrderId }: Pick<Sale, 'sellerOrderId'>, body: object) =>
  post(app, token, `/v1/seller-orders/${sellerOrderId}/refunds`, { ...REASON, ...body });

export const units = ({ lineId }: Sale, quantity: number): object => ({ lines: [{ lineId, quantity }] });

/** The lines of each journal of a refund, by what happened: `{ requested: ['D order_escrow 13000', …] }`. */
export async function refundJournals(app: TestApp, wireId: string): Promise<Record<string, string[]>> {
  const rows = await app.sql<{ kind: string; lines: string[] }>(
    `select j.kind, array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
       from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
      where j.source_type = 'refund' and j.source_id = $1 group by j.id`,
    [fromWire('rfd', wireId)],
  );
  return Object.fromEntries(rows.map(({ kind, lines }) => [kind, lines]));
}

/** A strict balance on its normal side, in minor units. */
export async function held(app: TestApp, account: string, owner: string): Promise<number> {
  const [row] = await app.sql<{ amount: string }>(
    `select abs(b.debit_posted - b.credit_posted) as amount
       from ledger.account a join ledger.balance b on b.account_id = a.id where a.type_code = $1 and a.owner_id = $2`,
    [account, owner],
  );
  return Number(row?.amount ?? 0);
}

export interface RefundBody {
  readonly id: string;
  readonly state: string;
  readonly amount: { amount: number; currency: string };
}

export const refundsOf = async (app: TestApp, token: string, { sellerOrderId }: Sale): Promise<RefundBody[]> =>
  (await get<{ data: RefundBody[] }>(app, token, `/v1/seller-orders/${sellerOrderId}/refunds`)).data;

/** A shop whose seller was paid 90.00 for a sale that went back when 30.00 were left: it owes 60.00. */
export async function indebtedShop(app: TestApp): Promise<Shop> {
  const shop = await openShop(app);
  const sale = await deliveredSale(app, shop);
  await released(app, sale.id);
  await app.sql(
    `update seller_payout_accounts set changed_at = changed_at - interval '72 hours' where seller_id = $1`,
    [fromWire('sel', shop.seller.sellerId)],
  );
  await app.get(RunPayouts).run(app.get(Clock).now());
  const cheap = await activeListing(app, shop.seller, { price: 3_333, stock: 5 });
  await released(app, (await deliveredSale(app, { ...shop, ...cheap }, 1)).id);
  const answer = await refund(app, shop.seller.token, sale, { everything: true });
  if (answer.status !== 201) throw new Error(`Not refunded: ${answer.text}`);
  await app.drain();
  return shop;
}

/** Ends the hold of delivered seller orders at once. */
export async function released(app: TestApp, ...ids: string[]): Promise<void> {
  await app.sql(`update earnings set release_at = $2 where id = any($1::uuid[])`, [ids, app.get(Clock).now()]);
  for (const id of ids) await app.get(ReleaseEarnings).run(id);
}
