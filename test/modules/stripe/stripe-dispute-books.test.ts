import { randomUUID } from 'node:crypto';
import { startApp, type TestApp } from '../../support/index.js';
import type { Fields } from '../../support/stripe-books.js';
import { StripeServer } from '../../support/stripe-server.js';
import { buyer } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { pay, placedOrder } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { deliver, stripeConfig, tell, VISA } from './stripe-app.js';

const stripe = new StripeServer();
let app: TestApp;

beforeAll(async () => {
  await stripe.start();
  app = await startApp({ config: stripeConfig(stripe) });
});
afterAll(async () => {
  await app.stop();
  await stripe.stop();
});

/** Debits less credits, by account. */
async function ours(account: string): Promise<number> {
  const [row] = await app.sql<{ balance: number }>(
    `select coalesce(sum(case e.side when 'D' then e.amount else -e.amount end), 0)::float8 as balance
       from ledger.entry e join ledger.account a on a.id = e.account_id where a.type_code = $1`,
    [account],
  );
  return row?.balance ?? 0;
}

/** What the books have of disputes: taken and not given back, fees, our balance at Stripe. */
const books = async (): Promise<number[]> => [
  await ours('dispute_receivable'),
  await ours('dispute_fee_expense'),
  await ours('psp_clearing'),
];

/** Stripe changes a dispute and says so. */
async function becomes(dispute: Fields, type: string, change: Fields): Promise<void> {
  Object.assign(dispute, change);
  const data = { object: structuredClone(dispute) };
  const envelope = { id: `evt_${randomUUID()}`, object: 'event', type: `charge.dispute.${type}`, data };
  expect(await tell(app, envelope)).toBe(204);
  await app.drain();
}

const movement = (amount: number, fee: number): Fields => ({ amount, fee, net: amount - fee });

describe('a dispute at Stripe in the books', () => {
  it('is nothing while it is a question, taken when it is withdrawn, and won only when the money is back', async () => {
    const seller = await activeSeller(app, { tier: 'T2', accountNumber: 'acct_1QaDisputed' });
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 0, stock: 5 });
    const shopper = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    await pay(app, shopper, await placedOrder(app, shopper, { variantId }), VISA);
    await deliver(app, stripe);
    const [intent] = [...stripe.books.intents.values()];
    const paid = Number(intent?.amount_received);
    const dispute = stripe.books.dispute(String(intent?.id), paid, 'warning_needs_response');
    await deliver(app, stripe);
    const asked = await books();

    await becomes(dispute, 'updated', { status: 'warning_under_review' });
    const reviewed = await books();
    const taken = [movement(-paid, 1_500)];
    await becomes(dispute, 'funds_withdrawn', { status: 'needs_response', balance_transactions: taken });
    const withdrawn = await books();
    await becomes(dispute, 'updated', { status: 'a_status_nobody_has_heard_of' });
    const strange = await books();
    await becomes(dispute, 'closed', { status: 'won' });
    const decided = await books();
    const back = { balance_transactions: [...taken, movement(paid, 0)] };
    await becomes(dispute, 'funds_reinstated', back);
    await becomes(dispute, 'funds_reinstated', back);

    expect([asked, reviewed]).toEqual([
      [0, 0, paid],
      [0, 0, paid],
    ]);
    expect([withdrawn, strange, decided]).toEqual([
      [paid, 1_500, -1_500],
      [paid, 1_500, -1_500],
      [paid, 1_500, -1_500],
    ]);
    expect(await books()).toEqual([0, 1_500, paid - 1_500]);
    expect(await app.sql('select state from chargebacks')).toEqual([{ state: 'won' }]);
  });
});
