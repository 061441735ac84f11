import { randomUUID } from 'node:crypto';
import { AgeBreaks } from '../../../src/modules/reconciliation/age-breaks.js';
import { bearer } from '../../support/index.js';
import { StripeServer } from '../../support/stripe-server.js';
import { buyer } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { pay, placedOrder, post } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { deliver, stripeConfig, VISA } from '../stripe/stripe-app.js';
import { Books, type FileBody, type ItemBody } from './reconciliation-app.js';

const stripe = new StripeServer();
let books: Books;
let account: string;
let refunded: () => Promise<Refunded>;

/** A sale of 100.00 that was paid back, as Stripe knows it. */
interface Refunded {
  readonly intent: string;
  readonly refund: Record<string, unknown>;
}

beforeAll(async () => {
  await stripe.start();
  books = await Books.open({ config: stripeConfig(stripe) });
  const { app } = books;
  account = await books.opened('stripe-balance', 'provider', { provider: 'stripe' });
  const seller = await activeSeller(app, { tier: 'T2', accountNumber: 'acct_1QaReturned' });
  const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 0, stock: 50 });
  refunded = async () => {
    const shopper = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    const known = new Set(stripe.books.intents.keys());
    const order = await placedOrder(app, shopper, { variantId });
    await pay(app, shopper, order, VISA);
    await deliver(app, stripe);
    await post(app, seller.token, `/v1/seller-orders/${order.sellerOrders[0]?.id}/refusal`, { reason: 'out_of_stock' });
    await app.drain();
    await deliver(app, stripe);
    const intent = [...stripe.books.intents.keys()].find((id) => !known.has(id)) ?? '';
    return { intent, refund: stripe.books.refundsOf(intent)[0] ?? {} };
  };
});
afterAll(async () => {
  await books.app.stop();
  await stripe.stop();
});

const COLUMNS =
  'balance_transaction_id,created,currency,gross,fee,net,reporting_category,source_id,payment_intent_id,description';
const today = (): string => new Date().toISOString().slice(0, 10);

/** A line of Stripe’s report: what is given back has the refund’s name. */
const line = ({ intent, refund }: Refunded, category: string, gross: string, id = `txn_${randomUUID()}`): string =>
  `${id},${today()} 10:00:00,usd,${gross},0.00,${gross},${category},${category === 'charge' ? 'ch_1' : String(refund.id)},${intent},`;
const whole = (sale: Refunded): string[] => [line(sale, 'charge', '100.00'), line(sale, 'refund', '-100.00')];

async function report(...lines: string[]): Promise<FileBody> {
  const answer = await books.upload(account, 'format=stripe_balance_csv', [COLUMNS, ...lines, ''].join('\n'));
  expect(answer.status).toBe(200);
  return answer.body as FileBody;
}

/** Stripe tells that the money came back. */
async function comesBack({ refund }: Refunded): Promise<void> {
  stripe.books.endRefund(refund, 'failed');
  await deliver(books.app, stripe);
}

const found = async (externalId: string): Promise<ItemBody | undefined> =>
  (await books.breaks()).find((each) => each.externalId === externalId);
const openEntries = () => books.app.sql('select from reconciliation_open_entries');
const resolve = (item: ItemBody | undefined, body: object, as = 'resolution') =>
  books.app.http
    .post(`/v1/finance/reconciliation/breaks/${item?.id ?? ''}/${as}`)
    .set(bearer(books.finance.token))
    .set('Idempotency-Key', randomUUID())
    .send(body);

describe('a refund that failed in the report of the provider', () => {
  it('is matched with the journal that took the refund back, and by the same file not again', async () => {
    const sale = await refunded();
    await comesBack(sale);
    const lines = [...whole(sale), line(sale, 'refund_failure', '100.00', 'txn_back')];

    const file = await report(...lines);
    const between = await books.counts();
    const again = await report(...lines);

    expect(file).toMatchObject({ lines: 3, added: 3, matched: 3, waiting: 0, breaks: 0 });
    expect(again).toMatchObject({ isRepeated: true });
    expect(await books.counts()).toEqual(between);
    const [item] = await books.app.sql(
      `select i.kind, i.status, i.amount::int as amount, j.source_type as source, j.kind as journal, e.side
         from reconciliation_items i
         join reconciliation_matched_entries m on m.match_id = i.match_id
         join ledger.journal j on j.id = m.journal_id
         join ledger.entry e on e.journal_id = m.journal_id and e.line = m.line
        where i.external_id = 'txn_back'`,
    );
    expect(item).toEqual({
      ...{ kind: 'refund_return', status: 'matched', amount: 10_000 },
      ...{ source: 'refund', journal: 'returned', side: 'D' },
    });
    expect(await openEntries()).toEqual([]);
    expect(await books.balanceOf('psp_clearing')).toBe(10_000);
    expect(await books.balanceOf('buyer_credit')).toBe(-10_000);
  });

  it('before its message is a break, is no fee and no settlement, and is matched when the message has come', async () => {
    const sale = await refunded();
    const clearing = await books.balanceOf('psp_clearing');

    const file = await report(...whole(sale), line(sale, 'refund_failure', '100.00', 'txn_early'));
    const early = await found('txn_early');
    const between = await books.counts();
    const unfit = await Promise.all([
      resolve(early, { resolution: 'provider_fee' }),
      resolve(early, { resolution: 'provider_settlement', reference: 'st_something1' }),
    ]);
    const after = await books.counts();
    await comesBack(sale);
    await books.app.get(AgeBreaks).run();

    expect(file).toMatchObject({ added: 3, matched: 2, breaks: 1 });
    expect(early).toMatchObject({ kind: 'refund_return', status: 'missing_internal', amount: { amount: 10_000 } });
    expect(unfit.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'resolution_unfit'],
      [409, 'resolution_unfit'],
    ]);
    expect(after).toEqual(between);
    expect(await found('txn_early')).toBeUndefined();
    expect(await openEntries()).toEqual([]);
    expect(await books.balanceOf('psp_clearing')).toBe(clearing + 10_000);
  });

  it('with another amount than the refund is a break that says by how much', async () => {
    const sale = await refunded();
    await comesBack(sale);

    const file = await report(...whole(sale), line(sale, 'refund_failure', '99.00', 'txn_less'));
    const less = await found('txn_less');

    expect(file).toMatchObject({ added: 3, matched: 2, breaks: 1 });
    expect(less).toMatchObject({ status: 'amount_diff', difference: { amount: -100 } });
    expect(less?.source).toMatchObject({ type: 'refund', kind: 'returned' });
    await report(line(sale, 'refund_failure', '1.00'));
    expect(await found('txn_less')).toBeUndefined();
    expect(await openEntries()).toEqual([]);
  });

  it('of nobody’s refund is closed by a person with a reason, and nothing is booked', async () => {
    const stranger = { intent: 'pi_nobody', refund: { id: 're_nobody' } };
    const balances = [await books.balanceOf('psp_clearing'), await books.balanceOf('buyer_credit')];
    await report(line(stranger, 'refund_failure', '12.00', 'txn_nobody'));
    const unknown = await found('txn_nobody');

    const closed = await resolve(unknown, { reason: 'Of another shop of ours.' }, 'ignored');

    expect(unknown).toMatchObject({ kind: 'refund_return', status: 'missing_internal', source: null });
    expect(closed.body).toMatchObject({ status: 'ignored_with_reason', resolution: 'ignored' });
    expect(await found('txn_nobody')).toBeUndefined();
    expect([await books.balanceOf('psp_clearing'), await books.balanceOf('buyer_credit')]).toEqual(balances);
  });
});
