import { randomUUID } from 'node:crypto';
import { Clock, fromWire } from '../../src/kernel/index.js';
import { bearer, type TestApp } from './app.js';
import { buyer, type Person } from './world.identity.js';
import { ADDRESS, get, openCart, post, type Line, type MoneyBody, type OrderBody } from './world.orders.js';

export const USD = (amount: number): MoneyBody => ({ amount, currency: 'USD' });

export interface Company {
  /** Wire form, `cmp_…`. */
  readonly companyId: string;
  /** UUID. */
  readonly id: string;
  readonly admin: Person;
}

export interface CreditLineBody {
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly limit: MoneyBody;
  readonly used: MoneyBody;
  readonly available: MoneyBody;
  readonly termDays: number;
}

export interface InvoiceBody {
  readonly id: string;
  readonly number: string;
  readonly state: string;
  readonly total: MoneyBody;
  readonly open: MoneyBody;
  readonly paid: MoneyBody;
  readonly credited: MoneyBody;
  readonly issuedAt: string;
  readonly dueAt: string;
  readonly sellerOrderId: string;
  readonly lines: readonly { readonly title: string; readonly quantity: number; readonly total: MoneyBody }[];
  readonly creditNotes?: readonly { readonly number: string; readonly amount: MoneyBody }[];
  readonly reminders?: readonly { readonly step: string; readonly open: MoneyBody }[];
}

export interface ReceiptBody {
  readonly id: string;
  readonly applied: MoneyBody;
  readonly unapplied: MoneyBody;
  readonly returned: MoneyBody;
  readonly applications: readonly { readonly invoiceId: string; readonly amount: MoneyBody }[];
}

/** A company whose admin has had an account for years. */
export async function company(app: TestApp, fields: object = {}): Promise<Company> {
  const admin = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
  const body = { name: 'Otter Works GmbH', country: 'DE', taxId: 'DE123456789', ...fields };
  const answer = await post(app, admin.token, '/v1/companies', body);
  if (answer.status !== 201) throw new Error(`No company was registered: ${answer.text}`);
  const companyId = (answer.body as { id: string }).id;
  return { companyId, id: fromWire('cmp', companyId) ?? '', admin };
}

/** Another person who may order for the company. */
export async function member(app: TestApp, { companyId, admin }: Company, role = 'buyer'): Promise<Person> {
  const person = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
  const path = `/v1/companies/${companyId}/members/${person.userId}`;
  const answer = await app.http.put(path).set(bearer(admin.token)).send({ role });
  if (answer.status !== 200) throw new Error(`Not a member: ${answer.text}`);
  return person;
}

/** 1,000.00 USD for 30 days unless the fields say otherwise. */
export async function creditLine(
  app: TestApp,
  finance: Person,
  { companyId }: Pick<Company, 'companyId'>,
  fields: object = {},
): Promise<CreditLineBody> {
  const body = { limit: USD(100_000), termDays: 30, reason: 'Accounts were looked at.', ...fields };
  const answer = await post(app, finance.token, `/v1/finance/companies/${companyId}/credit-lines`, body);
  if (answer.status !== 201) throw new Error(`No credit line was granted: ${answer.text}`);
  return answer.body as CreditLineBody;
}

export async function lineOf(app: TestApp, { companyId, admin }: Company, currency = 'USD'): Promise<CreditLineBody> {
  const { data } = await get<{ data: (CreditLineBody & { currency: string })[] }>(
    app,
    admin.token,
    `/v1/companies/${companyId}/credit-lines`,
  );
  const line = data.find((each) => each.currency === currency);
  if (!line) throw new Error('The company has no line in that currency');
  return line;
}

/** Tries to order on account. */
export async function askOnAccount(app: TestApp, person: Person, companyId: string, ...lines: Line[]) {
  const cart = await openCart(app, person, ...lines);
  const body = { cartId: cart.id, shippingAddress: ADDRESS, paymentMethod: 'on_account', companyId };
  return post(app, person.token, '/v1/orders', body);
}

/** An order that its sellers have been told of. */
export async function orderedOnAccount(app: TestApp, { companyId, admin }: Company, ...lines: Line[]) {
  const answer = await askOnAccount(app, admin, companyId, ...lines);
  if (answer.status !== 201) throw new Error(`Not ordered: ${answer.text}`);
  await app.drain();
  return get<OrderBody>(app, admin.token, `/v1/orders/${(answer.body as OrderBody).id}`);
}

export interface AccountSale {
  readonly sellerOrderId: string;
  /** UUID. */
  readonly id: string;
  readonly lineId: string;
  readonly orderId: string;
  readonly paymentId: string;
  readonly invoice: InvoiceBody;
}

interface Selling {
  readonly seller: { readonly token: string };
  readonly variantId: string;
}

/** Five units for 130.00 that the seller has accepted, so that they are invoiced. */
export async function invoicedSale(app: TestApp, buying: Company, shop: Selling, quantity = 5): Promise<AccountSale> {
  const order = await orderedOnAccount(app, buying, { variantId: shop.variantId, quantity });
  const [share] = order.sellerOrders;
  const sellerOrderId = share?.id ?? '';
  const accepted = await post(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/acceptance`);
  if (accepted.status !== 200) throw new Error(`Not accepted: ${accepted.text}`);
  await app.drain();
  const { id: orderId, paymentId } = order;
  const sold = { sellerOrderId, id: fromWire('sor', sellerOrderId) ?? '', lineId: share?.lines[0]?.id ?? '' };
  return { ...sold, orderId, paymentId, invoice: await invoiceOf(app, buying, sellerOrderId) };
}

export async function invoiceOf(app: TestApp, { companyId, admin }: Company, sellerOrderId: string) {
  const path = `/v1/companies/${companyId}/invoices?limit=100`;
  const { data } = await get<{ data: InvoiceBody[] }>(app, admin.token, path);
  const found = data.find((each) => each.sellerOrderId === sellerOrderId);
  if (!found) throw new Error('There is no invoice');
  return get<InvoiceBody>(app, admin.token, `/v1/invoices/${found.id}`);
}

/** Tells that a transfer has reached the bank account. */
export const transfer = (app: TestApp, finance: Person, amount: number, remittance: string, fields: object = {}) =>
  post(app, finance.token, '/v1/finance/bank-receipts', {
    amount: USD(amount),
    valueOn: app.get(Clock).now().toISOString().slice(0, 10),
    remittance,
    externalLineId: `line-${randomUUID()}`,
    ...fields,
  });

/** The lines of the journals that moved money of the owner on the account, oldest first. */
export async function journalsOn(app: TestApp, account: string, ownerId: string): Promise<string[][]> {
  const rows = await app.sql<{ lines: string[] }>(
    `select array_agg(e.side || ' ' || a.type_code || ' ' || e.amount order by e.line) as lines
       from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
      where exists (select from ledger.entry x join ledger.account o on o.id = x.account_id
                     where x.journal_id = j.id and o.type_code = $1 and o.owner_id = $2)
      group by j.id order by j.posted_at, j.id`,
    [account, ownerId],
  );
  return rows.map(({ lines }) => lines);
}
