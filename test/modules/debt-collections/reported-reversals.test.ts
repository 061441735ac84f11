import { randomUUID } from 'node:crypto';
import { AskProvider } from '../../../src/modules/debt-collections/ask-provider.js';
import { BalanceReportsModule } from '../../../src/modules/balance-reports/index.js';
import { ReconciliationModule } from '../../../src/modules/reconciliation/index.js';
import { StripeReportsModule } from '../../../src/modules/stripe/index.js';
import { fromWire } from '../../../src/kernel/index.js';
import { bearer } from '../../support/index.js';
import type { Fields } from '../../support/stripe-books.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { CollectionsWorld } from './collections-app.js';

const ACCOUNTS = '/v1/finance/reconciliation/accounts';
const world = new CollectionsWorld();
let accountId: string;

beforeAll(async () => {
  await world.start({ modules: [ReconciliationModule, BalanceReportsModule, StripeReportsModule] });
  const account = { code: 'stripe-balance', kind: 'provider', provider: 'stripe' };
  accountId = ((await send('post', ACCOUNTS, account).expect(201)).body as { id: string }).id;
  await send('put', `${ACCOUNTS}/${accountId}/report-schedule`, { isOn: true }).expect(200);
});
afterAll(() => world.stop());
afterEach(() => world.settle());

const send = (method: 'post' | 'put', path: string, body: object) =>
  world.app.http[method](path).set(bearer(world.finance.token)).send(body);

/** What Stripe's list of balance transactions has of a movement on a day of its own. */
const movement = (day: string, category: string, amount: number, source: Fields): Fields => ({
  ...{ id: `txn_${randomUUID()}`, object: 'balance_transaction', amount, fee: 0, net: amount, currency: 'usd' },
  ...{ created: Date.parse(`${day}T10:00:00Z`) / 1_000, available_on: Date.parse(`${day}T10:00:00Z`) / 1_000 },
  ...{ type: category === 'transfer' ? 'transfer' : 'transfer_refund', reporting_category: category },
  ...{ status: 'available', description: null, source },
});

/** The kind and state of each line of a day, as finance reads them. */
async function reported(day: string): Promise<string[]> {
  const fetched = (await send('post', `${ACCOUNTS}/${accountId}/report-days`, { day }).expect(200)).body as {
    fileId: string;
  };
  await world.app.drain();
  const path = `/v1/finance/reconciliation/files/${fetched.fileId}/lines?limit=100`;
  const { body } = await world.app.http.get(path).set(bearer(world.finance.token)).expect(200);
  const { data } = body as { data: { kind: string; status: string; amount: { amount: number } }[] };
  return data.map(({ kind, status, amount }) => `${kind} ${amount.amount} ${status}`).sort();
}
const newest = async (seller: ActiveSeller): Promise<Fields> =>
  world.stripe.books.reversalsOf(String((await world.transferOf(seller)).id))[0] ?? {};

describe('the report of a balance at Stripe', () => {
  it('has our reversals as the entries of what was collected', async () => {
    const seller = await world.debtor();
    const day = '2024-05-01';
    await world.asked(seller, 2_000);
    const first = await newest(seller);
    await world.asked(seller, 4_000);
    world.stripe.movements.push(
      movement(day, 'transfer', -9_000, await world.transferOf(seller)),
      movement(day, 'transfer_reversal', 2_000, first),
      movement(day, 'transfer_reversal', 4_000, await newest(seller)),
    );

    const lines = await reported(day);

    expect(lines).toEqual(['payout -9000 matched', 'payout_return 2000 matched', 'payout_return 4000 matched']);
    expect((await world.payoutOf(seller)).state).toBe('paid');
    expect(await world.journals(seller)).toHaveLength(2);
  });

  it('has a reversal of the whole transfer, by us, as no return', async () => {
    const seller = await world.debtor(9_000);
    const day = '2024-05-02';
    await world.asked(seller, 9_000);
    world.stripe.movements.push(
      movement(day, 'transfer', -9_000, await world.transferOf(seller)),
      movement(day, 'transfer_reversal', 9_000, await newest(seller)),
    );

    const lines = await reported(day);

    expect(lines).toEqual(['payout -9000 matched', 'payout_return 9000 matched']);
    expect((await world.payoutOf(seller)).state).toBe('paid');
  });

  it('that tells of our reversal before we know of it matches it afterwards', async () => {
    const seller = await world.debtor();
    const day = '2024-05-03';
    world.stripe.fail('reverse', 'timeout', true);
    const { id } = await world.asked(seller, 5_555);
    world.stripe.movements.push(movement(day, 'transfer_reversal', 5_555, await newest(seller)));

    const early = await reported(day);
    await world.app.get(AskProvider).again(fromWire('dcl', id) as string);
    await world.app.advance('PT2H');
    const late = await reported(day);

    expect(early).toEqual(['payout_return 5555 missing_internal']);
    expect(late).toEqual(['payout_return 5555 matched']);
    expect(await world.journals(seller)).toEqual([['D psp_clearing 5555', 'C seller_receivable 5555']]);
  });

  it('has what somebody else took back of a transfer as a break, and all of it as a return', async () => {
    const [seller, other] = [await world.debtor(), await world.debtor()];
    const day = '2024-05-04';
    await world.asked(seller);
    const foreign = world.stripe.books.reverse(await world.transferOf(seller), 1_234);
    const whole = world.stripe.books.reverse(await world.transferOf(other), 9_000);
    world.stripe.books.events.length = 0;
    world.stripe.movements.push(
      movement(day, 'transfer_reversal', 1_234, foreign),
      movement(day, 'transfer_reversal', 9_000, whole),
    );

    const lines = await reported(day);

    expect(lines).toEqual(['payout_return 1234 amount_diff', 'payout_return 9000 matched']);
    expect((await world.payoutOf(seller)).state).toBe('paid');
    expect((await world.payoutOf(other)).state).toBe('returned');
  });
});
