import * as ledger from '../../../src/modules/ledger/index.js';
import { credit, debit, type AccountType, type Journal } from '../../../src/modules/ledger/index.js';
import type { TestApp } from '../../support/index.js';
import { journal, post, startBooksAlone, usd } from './ledger-app.js';
import { $, at, cast, PRINTED, WHOLE, type Cast, type PrintedId } from './printed-journals.js';

let app: TestApp;

beforeAll(async () => {
  app = await startBooksAlone();
});
afterAll(() => app.stop());

const NOTHING = $(0);
/** What is left of the trade when R5 has given 48.00 back: 54.00, 6.00, 12.00 and 10.00. */
const REST = { ...WHOLE, item: $(60), tax: $(12), commission: $(6) };
const NEXT_SALE = { ...WHOLE, item: $(60), tax: NOTHING, shipping: NOTHING, commission: NOTHING };

/** Steps whose amounts follow from what was before. */
const STEPS: Record<string, (cast: Cast) => Journal[]> = {
  'R2 of 48': ({ rfd }) => [ledger.refundConfirmedJournal(rfd, $(48), at)],
  'E2 of the rest': ({ sor, sel }) => [ledger.deliveredJournal(sor, sel, REST, at)],
  'H1 of the rest': ({ sor, sel }) => [ledger.releasedJournal(sor, sel, $(54), NOTHING, at)],
  'O1 of 54': ({ pyo, sel }) => [ledger.payoutCreatedJournal(pyo, sel, $(54), at)],
  'O2 of 54': ({ pyo }) => [ledger.payoutPaidJournal(pyo, $(54), at)],
  'O1 of 60': ({ pyo, sel }) => [ledger.payoutCreatedJournal(pyo, sel, $(60), at)],
  'O2 of 60': ({ pyo }) => [ledger.payoutPaidJournal(pyo, $(60), at)],
  'the next sale': ({ sel, other }) => {
    const sor = other();
    return [
      ledger.paymentCapturedJournal(other(), sor, $(60), at),
      ledger.deliveredJournal(sor, sel, NEXT_SALE, at),
      ledger.releasedJournal(sor, sel, $(60), NOTHING, at),
    ];
  },
};

/** The steps of a trade from its first booking to its end, and what is still owed then. */
const CHAINS: readonly [name: string, steps: string, owed?: Record<string, number>][] = [
  ['a sale to its payout', 'P1, P2, P3, E2, H1, H2, O1, O2'],
  ['a payout that fails and is sent again', 'P1, P3, E2, H1, H2, O1, O3, O1, O2'],
  ['a refund before release', 'P1, R1, R2'],
  ['a refund that the provider rejects', 'P1, R1, R3', { buyer_credit: 13_000 }],
  ['a refund of a part before release', 'P1, R5, R2 of 48, E2 of the rest, H1 of the rest, O1 of 54, O2 of 54'],
  ['a refund after release', 'P1, E2, H1, H2, R6, R2'],
  ['a refund after payout, a debt, and its recovery', 'P1, E2, H1, H2, O1 of 60, O2 of 60, R9, R2, the next sale, N1'],
  ['a chargeback that is won', 'P1, E2, H1, H2, C1, H3, C2, H4, O1, O2'],
  ['a chargeback that the seller loses', 'P1, E2, H1, H2, C1, H3, C3'],
  ['a chargeback that the platform bears', 'P1, E2, H1, H2, C1, H3, C5, H4, O1, O2'],
  ['a sale on payment terms', 'P7, P8, E2, H1, H2, O1, O2'],
];

async function replay(steps: string, people: Cast): Promise<void> {
  let created: string | undefined;
  for (const step of steps.split(', ')) {
    const journals = STEPS[step]?.(people) ?? [
      step === 'O3' ? PRINTED.O3(people, created) : PRINTED[step as PrintedId](people),
    ];
    const made = await post(app, ...journals);
    expect([step, made.every(({ posted }) => posted)]).toEqual([step, true]);
    if (step === 'O1') created = made[0]?.journalId;
    // What was sent again is another payout.
    if (step === 'O3') people.pyo = people.other();
  }
}

/** Every strict account that the chain has touched. */
const strictBalances = () =>
  app.sql<{ account: string; balance: number }>(
    `select a.type_code as account, abs(b.debit_posted - b.credit_posted)::int as balance
       from ledger.balance b join ledger.account a on a.id = b.account_id
      where b.updated_at > $1 order by 1`,
    [startedAt],
  );

let startedAt: Date;

/** Those of them that would give one unit more than they have. */
async function withoutFloor(): Promise<string[]> {
  const accounts = await app.sql<{ account: AccountType; owner: string; side: 'D' | 'C'; over: number }>(
    `select a.type_code as account, a.owner_id as owner, b.normal_side as side,
            abs(b.debit_posted - b.credit_posted)::int + 1 as over
       from ledger.balance b join ledger.account a on a.id = b.account_id where b.updated_at > $1 order by 1`,
    [startedAt],
  );
  const given: string[] = [];
  for (const { account, owner, side, over } of accounts) {
    const [take, get] = side === 'C' ? [debit, credit] : [credit, debit];
    const lines = [take(account, usd(over), owner), get('psp_clearing', usd(over))];
    const answer = await post(app, journal(lines)).then(
      () => 'given',
      (error: Error) => error.name,
    );
    if (answer !== 'insufficient_balance') given.push(`${account}: ${answer}`);
  }
  return given;
}

describe('a trade as a chain of journals, with every floor on', () => {
  it('has eleven chains', () => {
    expect(CHAINS).toHaveLength(11);
  });

  it.each(CHAINS)('%s leaves no strict account with anything that is not owed', async (_name, steps, owed = {}) => {
    const [now] = await app.sql<{ now: Date }>('select clock_timestamp() as now');
    startedAt = now?.now as Date;

    await replay(steps, cast());

    const touched = await strictBalances();
    expect(touched.length).toBeGreaterThan(1);
    expect(Object.fromEntries(touched.filter((b) => b.balance > 0).map((b) => [b.account, b.balance]))).toEqual(owed);
    expect(await app.sql('select * from ledger.drift()')).toEqual([]);
    expect(await withoutFloor()).toEqual([]);
  });

  it('ends where the seller’s money is taken in the order of what hurts him least', () => {
    const funds = { pending: $(10), held: $(5), available: $(20), reserve: $(3) };

    const lines = ledger.drawnFromSeller('sel', $(50), funds).map(({ account, money }) => [account, money.amount]);

    expect(lines).toEqual([
      ['seller_pending', 1_000],
      ['seller_held', 500],
      ['seller_available', 2_000],
      ['seller_reserve', 300],
      ['seller_receivable', 1_200],
    ]);
  });

  it('gives the commission of a part back in proportion, to the last minor unit', () => {
    const parts = { ...WHOLE, item: $(0.1), commission: $(0.03) };

    const thirds = [4, 3, 3].map((amount) => ledger.refundedParts(parts, { ...parts, item: $(amount / 100) }));

    expect(thirds.map(({ item, commission }) => [item.amount, commission.amount])).toEqual([
      [4, 1],
      [3, 1],
      [3, 1],
    ]);
    expect(ledger.refundedParts(parts, parts, 'kept').commission.amount).toBe(0);
  });

  it('holds what is exposed, or all there is', () => {
    expect(ledger.holdable($(50), $(90)).amount).toBe(5_000);
    expect(ledger.holdable($(120), $(90)).amount).toBe(9_000);
  });
});
