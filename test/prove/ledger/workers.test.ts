import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { money } from '../../../src/kernel/index.js';
import { goodwillJournal, Ledger, type AccountType, type Posted } from '../../../src/modules/ledger/index.js';
import { query, statement, UnitOfWork, type Tx } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/index.js';
import { startBooksAlone } from '../../modules/ledger/ledger-app.js';
import type { Balance } from './book.js';
import { argsOf, kindOf, KINDS, ruleOf, type Kind } from './commands.js';
import { attempt, STRICT } from './real.js';
import { at, codeOf, World, type Args, type Deed } from './world.js';

const SEED = Number(process.env.SOUK_PROVE_SEED ?? 20_261_123);
const WORKERS = 16;
const EACH = Math.ceil(Number(process.env.SOUK_PROVE_COMMANDS ?? 640) / WORKERS);
const OF_SELLER: readonly AccountType[] = ['seller_pending', 'seller_available', 'seller_reserve', 'seller_held'];

const balances = statement<[owners: readonly string[]], Balance>('proof.balances', STRICT);

/** So many commands are drawn for one that has something to act on. */
const IDLE = 6;

type Step = readonly [kind: Kind, args: Args];

/**
 * Versions 1, 2, 3 … of every strict account, each with the balance that the one before it and its amount make. What is
 * posted in one transaction is held against the floor as a whole, so only its last entry may not be below.
 */
const BROKEN_HISTORY = `
select * from (
  select e.account_id, e.account_version, row_number() over running as nth, e.balance_after,
         sum(case when e.side = b.normal_side then e.amount else -e.amount end) over running as expected,
         lead(j.xid) over running is distinct from j.xid as is_last
    from ledger.entry e join ledger.journal j on j.id = e.journal_id join ledger.balance b using (account_id)
  window running as (partition by e.account_id order by e.account_version)) each
 where account_version <> nth or balance_after <> expected or (is_last and balance_after < 0)`;

/** Two about one thing could be the same event with two amounts. */
const isTwo = ([, args]: Step, next: Step | undefined): boolean =>
  next !== undefined && args.share % 4 === 0 && next[1].slot !== args.slot;

describe(`${WORKERS} workers on the accounts of a few`, () => {
  let app: TestApp;
  const parties = new World();
  const heard = new Map<string, number>();
  const sharedKeys = Array.from({ length: Math.ceil(EACH / 8) }, () => randomUUID());
  const faults: string[] = [];
  let attempts = 0;
  let calls = 0;
  let posted = 0;

  beforeAll(async () => {
    app = await startBooksAlone();
    await Promise.all(Array.from({ length: WORKERS }, (_, worker) => work(worker)));
    process.stdout.write(`SOUK_PROVE_SEED=${SEED} calls=${calls} posted=${posted} done again=${attempts - calls}\n`);
  }, 1_200_000);
  afterAll(() => app.stop());

  const count = (outcome: string): unknown => heard.set(outcome, (heard.get(outcome) ?? 0) + 1);

  async function work(worker: number): Promise<void> {
    const world = new World(parties);
    const size = { minLength: EACH * IDLE, maxLength: EACH * IDLE, size: 'max' } as const;
    const steps = fc.array(fc.tuple(kindOf(KINDS), argsOf), size);
    const [given = []] = fc.sample(steps, { seed: SEED + worker, numRuns: 1 }) as Step[][];
    let done = 0;
    for (const [index, step] of given.entries()) {
      if (done === EACH || !ruleOf(step[0])(world, step[1])) continue;
      const next = given[index + 1];
      await act(world, isTwo(step, next) ? [step, next as Step] : [step]);
      if (done % 8 === 0) await same(sharedKeys[done / 8] ?? '');
      done += 1;
    }
  }

  /** One call with what one command says, or two of them. */
  async function act(world: World, steps: readonly Step[]): Promise<void> {
    let done: (() => void)[] = [];
    await call(async (tx) => {
      await look(tx, world, (steps[0] as Step)[1]);
      const deeds = steps
        .map(([kind, args]) => ruleOf(kind)(world, args))
        .filter((deed): deed is Deed => deed !== undefined);
      const made = await app.get(Ledger).postAll(
        tx,
        deeds.flatMap(({ journals }) => journals),
      );
      let from = 0;
      done = deeds.map(({ done: after, journals }) => {
        const own = made.slice(from, (from += journals.length));
        return () => after?.(own);
      });
      return made;
    });
    for (const each of done) each();
  }

  /** Everybody posts the same event; it is new to one of them. */
  const same = (id: string): Promise<void> =>
    call((tx) => app.get(Ledger).postAll(tx, [goodwillJournal(id, parties.buyers[0] ?? '', money(5, 'USD'), at)]));

  /** Some lock a seller before they decide, the others decide by what may be old when they post. */
  async function look(tx: Tx, world: World, args: Args): Promise<void> {
    const [seller, currency] = [world.seller(args), codeOf(args)];
    const rows = await query(tx, balances, [[...parties.sellers, ...parties.buyers]]);
    for (const each of rows) {
      world.book.learn(each.account as AccountType, each.owner ?? '', each.currency, each.balance);
    }
    if (args.share % 2 === 0) return;
    for (const { account, balance } of await app.get(Ledger).lock(tx, seller, currency, OF_SELLER)) {
      world.book.learn(account, seller, currency, balance);
    }
  }

  async function call(work: (tx: Tx) => Promise<Posted[]>): Promise<void> {
    calls += 1;
    try {
      const { outcome, posted: made } = await attempt(() =>
        app.get(UnitOfWork).run((tx) => {
          attempts += 1;
          return work(tx);
        }),
      );
      count(outcome);
      posted += made.filter((each) => each.posted).length;
    } catch (error) {
      faults.push(String(error));
    }
  }

  it('gives everybody an answer: a deadlock reaches nobody', () => {
    expect(faults).toEqual([]);
    expect([...heard.keys()].sort()).toEqual(['insufficient_balance', 'posted']);
  });

  it('leaves books that sum to zero in each currency, and balances that are the sum of their entries', async () => {
    const sums = await app.sql(
      `select currency, sum(case side when 'D' then amount else -amount end)::bigint as off
         from ledger.entry group by 1 having sum(case side when 'D' then amount else -amount end) <> 0`,
    );

    expect(sums).toEqual([]);
    expect(await app.sql('select * from ledger.imbalance()')).toEqual([]);
    expect(await app.sql('select * from ledger.drift()')).toEqual([]);
  });

  it('leaves a history of each account without a gap, never below its floor', async () => {
    expect(await app.sql(BROKEN_HISTORY)).toEqual([]);
    expect((await app.sql('select from ledger.entry where account_version > 10')).length).toBeGreaterThan(0);
  });

  it('has a journal for every answer that said so, and one for each key', async () => {
    const [books] = await app.sql<{ journals: number; sources: number; shared: number }>(
      `select count(*)::int as journals, count(distinct (source_type, source_id, kind))::int as sources,
              count(*) filter (where source_id = any($1))::int as shared
         from ledger.journal where actor_id = 'proof'`,
      [sharedKeys],
    );

    expect(books).toEqual({ journals: posted, sources: posted, shared: sharedKeys.length });
  });
});
