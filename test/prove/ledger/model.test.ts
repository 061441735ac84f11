import fc from 'fast-check';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Ledger, type AccountType } from '../../../src/modules/ledger/index.js';
import type { TestApp } from '../../support/index.js';
import { startBooksAlone } from '../../modules/ledger/ledger-app.js';
import { linesOf } from './book.js';
import { commandsOf, KINDS, type Choice, type Tally } from './commands.js';
import { platformBalances, realOf, type Real } from './real.js';
import { World } from './world.js';

const SEED = Number(process.env.SOUK_PROVE_SEED ?? 20_261_123);
const COMMANDS = Number(process.env.SOUK_PROVE_COMMANDS ?? 400);
/** Of one run, at most. */
const RUN = 300;
const FULL = 10_000;
const OF_PAYOUTS = [
  ...(['capture', 'deliver', 'release', 'payOut', 'payoutPaid', 'payoutReturned', 'payoutFailed'] as const),
  ...(['goodwill', 'hold', 'lift', 'refundEarly'] as const),
];

let app: TestApp;

beforeAll(async () => {
  app = await startBooksAlone();
});
afterAll(() => app.stop());

const property = (real: Real, choice: Choice) =>
  fc.asyncProperty(commandsOf(choice), async (commands) => {
    const world = new World();
    const before = await platformBalances(app);
    await fc.asyncModelRun(() => ({ model: world, real }), commands);
    for (const { account, currency, balance } of before) {
      world.book.apply([{ account: account as AccountType, currency, by: balance }]);
    }
    const platform = world.book.lines().filter((line) => line.split(' ')[1] === '-');
    expect(linesOf(await platformBalances(app))).toEqual(platform);
  });

/** A ledger that gives what a bank sends back to the wrong balance. */
const mistaken = (real: Real): Real => ({
  ...real,
  tryPost: (journals) =>
    real.tryPost(
      journals.map((each) =>
        each.source.kind === 'returned'
          ? {
              ...each,
              lines: each.lines.map((line) =>
                line.side === 'C' ? { ...line, account: 'seller_pending' as const } : line,
              ),
            }
          : each,
      ),
    ),
});

describe('the ledger beside a model of it', () => {
  it('agrees after every command: balances, refusals, keys used again', async () => {
    const tally: Tally = { commands: 0, kinds: new Map() };
    for (let seed = SEED; tally.commands < COMMANDS; seed += 1) {
      await fc.assert(property(realOf(app), { most: RUN, tally }), { seed, numRuns: 1 });
      await app.sql('select ledger.roll_up(100)');
    }

    process.stdout.write(`SOUK_PROVE_SEED=${SEED} SOUK_PROVE_COMMANDS=${tally.commands}\n`);
    expect(await app.sql('select * from ledger.drift()')).toEqual([]);
    expect(await app.sql('select * from ledger.imbalance()')).toEqual([]);
    if (COMMANDS >= FULL) {
      process.stdout.write(`${[...tally.kinds].sort().join('\n')}\n`);
      expect(KINDS.filter((kind) => !tally.kinds.has(`${kind} posted`))).toEqual([]);
    }
  }, 1_200_000);

  it('says the same by its face as in its rows', async () => {
    const [some] = await app.sql<{ owner: string; currency: string; balance: number }>(
      `select a.owner_id as owner, a.currency, b.credit_posted - b.debit_posted as balance
         from ledger.account a join ledger.balance b on b.account_id = a.id
        where a.type_code = 'seller_available' and b.version > 0 order by b.version desc limit 1`,
    );

    const asked = await app
      .get(UnitOfWork)
      .run((tx) => app.get(Ledger).balance(tx, 'seller_available', some?.owner ?? '', some?.currency ?? ''));

    expect(asked).toBe(some?.balance);
  });

  it('is caught when it books one event wrongly, and the sequence that shows it is as short as can be', async () => {
    const details = await fc.check(property(mistaken(realOf(app)), { most: RUN, kinds: OF_PAYOUTS }), {
      seed: 7,
      numRuns: 60,
    });

    expect(details.failed).toBe(true);
    const shown = [...(details.counterexample?.[0] ?? [])].map(String);
    expect(shown.map((each) => each.split('(')[0])).toEqual([
      'capture',
      'deliver',
      'release',
      'payOut',
      'payoutPaid',
      'payoutReturned',
    ]);
  }, 300_000);

  it('is caught without its floor, by a single command', async () => {
    await app.sql('alter table ledger.balance drop constraint balance_floor');
    const details = await fc.check(property(realOf(app), { most: RUN }), { seed: 7, numRuns: 40 });

    expect(details.failed).toBe(true);
    expect([...(details.counterexample?.[0] ?? [])]).toHaveLength(1);
  }, 300_000);
});
