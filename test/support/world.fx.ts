import { fromWire } from '../../src/kernel/index.js';
import type { TestApp } from './app.js';
import { saleTerms } from './world.fees.js';
import { buyer, staff, type Person } from './world.identity.js';
import { activeListing } from './world.listings.js';
import { ADDRESS, get, openCart, pay, post, type Line, type MoneyBody, type OrderBody } from './world.orders.js';
import { activeSeller, type ActiveSeller } from './world.sellers.js';

export interface QuoteBody {
  readonly id: string;
  readonly state: string;
  readonly cost?: MoneyBody;
}

/** Sells units of 20.00 USD with tax 20 % and shipping of 10.00 for five of them; a buyer who pays in euros. */
export interface ForeignShop {
  readonly finance: Person;
  readonly seller: ActiveSeller;
  readonly ada: Person;
  readonly variantId: string;
}

export async function foreignShop(app: TestApp): Promise<ForeignShop> {
  const [finance, ada, seller] = await Promise.all([
    staff(app, 'finance'),
    buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' }),
    activeSeller(app, { tier: 'T1' }),
  ]);
  await saleTerms(app, finance, seller.sellerId, 2_000, 'platform');
  const { variantId } = await activeListing(app, seller, { price: 2_000, shipping: 200, stock: 5_000 });
  return { finance, seller, ada, variantId };
}

export async function quoteFor(app: TestApp, person: Person, body: object): Promise<QuoteBody> {
  const answer = await post(app, person.token, '/v1/fx/quotes', body);
  if (answer.status !== 201) throw new Error(`No quote: ${answer.text}`);
  return answer.body as QuoteBody;
}

export interface ForeignOrder extends OrderBody {
  readonly sellerOrders: readonly (OrderBody['sellerOrders'][number] & {
    readonly payment?: { readonly quoteId: string; readonly amount: MoneyBody };
  })[];
}

export async function orderIn(app: TestApp, person: Person, fields: object, ...lines: Line[]) {
  const cart = await openCart(app, person, ...lines);
  return post(app, person.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS, ...fields });
}

export interface ForeignSale {
  /** Wire forms. */
  readonly orderId: string;
  readonly sellerOrderId: string;
  readonly paymentId: string;
  readonly lineId: string;
  /** UUID of the seller order. */
  readonly id: string;
}

/** Five units: 130.00 USD, paid with 120.00 EUR. */
export async function foreignSale(
  app: TestApp,
  { ada, variantId }: ForeignShop,
  {
    token = 'tok_approve',
    currency = 'EUR',
    ...fields
  }: { token?: string; currency?: string; useStoreCredit?: boolean } = {},
): Promise<ForeignSale> {
  const placed = await orderIn(app, ada, { paymentCurrency: currency, ...fields }, { variantId, quantity: 5 });
  if (placed.status !== 201) throw new Error(`Not placed: ${placed.text}`);
  const order = placed.body as ForeignOrder;
  const paid = fields.useStoreCredit ? undefined : await pay(app, ada, order, token);
  if (paid && paid.status >= 300) throw new Error(`Not paid: ${paid.text}`);
  await app.drain();
  return saleOf(order);
}

/** The first seller order of an order. */
export function saleOf({ id: orderId, paymentId, sellerOrders: [share] }: ForeignOrder): ForeignSale {
  const sellerOrderId = share?.id ?? '';
  const lineId = share?.lines[0]?.id ?? '';
  return { orderId, sellerOrderId, paymentId, lineId, id: fromWire('sor', sellerOrderId) ?? '' };
}

/** The lines of every journal about a seller order: `D psp_clearing 12000 EUR`, by source type and kind. */
export async function journalsOf(app: TestApp, sellerOrder: string): Promise<Record<string, string[]>> {
  const rows = await app.sql<{ kind: string; lines: string[] }>(
    `select j.source_type || ':' || split_part(j.kind, ':', 1) as kind,
            array_agg(e.side || ' ' || a.type_code || ' ' || e.amount || ' ' || e.currency order by e.line) as lines
       from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
      where j.seller_order_id = $1 group by j.id order by j.id`,
    [sellerOrder],
  );
  return Object.fromEntries(rows.map(({ kind, lines }) => [kind, lines]));
}

/** Both sides of a pair's position, in minor units. */
export async function positionOf(app: TestApp, { finance }: ForeignShop, pair: string): Promise<number[]> {
  const path = '/v1/finance/fx/positions';
  const { data } = await get<{ data: { pair: string; amounts: MoneyBody[] }[] }>(app, finance.token, path);
  return data.find((each) => each.pair === pair)?.amounts.map(({ amount }) => amount) ?? [0, 0];
}

/** A strict balance in one currency, on its normal side, in minor units. */
export async function heldIn(app: TestApp, account: string, owner: string, currency: string): Promise<number> {
  const [row] = await app.sql<{ amount: string }>(
    `select abs(b.debit_posted - b.credit_posted) as amount
       from ledger.account a join ledger.balance b on b.account_id = a.id
      where a.type_code = $1 and a.owner_id = $2 and a.currency = $3`,
    [account, owner, currency],
  );
  return Number(row?.amount ?? 0);
}

/** A balance of the platform in one currency, debits less credits, in minor units. */
export async function netOf(app: TestApp, account: string, currency: string): Promise<number> {
  const [row] = await app.sql<{ net: string }>(
    `select coalesce(sum(case e.side when 'D' then e.amount else -e.amount end), 0) as net
       from ledger.account a join ledger.entry e on e.account_id = a.id where a.type_code = $1 and a.currency = $2`,
    [account, currency],
  );
  return Number(row?.net ?? 0);
}
