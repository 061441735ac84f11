import { randomUUID } from 'node:crypto';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import { query, statement, UnitOfWork } from '../../../src/platform/database/index.js';
import { credit, debit, Ledger } from '../../../src/modules/ledger/index.js';
import type { TestApp } from '../../support/index.js';
import { available, funding, journal, moving, post, someone, startLedger, usd } from './ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

const counted = async (): Promise<{ journals: number; entries: number }> => {
  const [row] = await app.sql<{ journals: number; entries: number }>(
    `select (select count(*) from ledger.journal)::int as journals, (select count(*) from ledger.entry)::int as entries`,
  );
  return row as { journals: number; entries: number };
};

/** Rows of the books that the open transaction has read one after the other, instead of finding them by an index. */
const leafedThrough = statement<[], { rows: number }>(
  'test.leafed-through',
  `select sum(seq_tup_read)::bigint as rows from pg_stat_xact_user_tables where schemaname = 'ledger'`,
);

describe('posting', () => {
  it('writes a journal, its entries with running balances, and delta rows for platform-wide accounts', async () => {
    const seller = someone();
    const both = journal([
      debit('psp_clearing', usd(500)),
      credit('seller_available', usd(300), seller),
      credit('seller_available', usd(200), seller),
    ]);

    const [posted] = await post(app, both);

    const entries = await app.sql(
      `select line, side, amount, balance_after, account_version from ledger.entry where journal_id = $1 order by line`,
      [posted?.journalId],
    );
    expect(posted?.posted).toBe(true);
    expect(entries).toEqual([
      { line: 1, side: 'D', amount: 500, balance_after: null, account_version: null },
      { line: 2, side: 'C', amount: 300, balance_after: 300, account_version: 1 },
      { line: 3, side: 'C', amount: 200, balance_after: 500, account_version: 2 },
    ]);
    expect(await available(app, seller)).toBe(500);
  });

  it('of today takes one round trip', async () => {
    const seller = someone();
    await post(app, funding(seller, usd(100)));

    const today = [funding(seller, usd(100)), funding(seller, usd(50))].map((each) => ({
      ...each,
      effectiveAt: app.get(SandboxClock).now(),
    }));
    const statements = await app.countStatements(() => post(app, ...today));

    expect(statements.filter((name) => name.startsWith('ledger.'))).toEqual(['ledger.post']);
  });

  it('finds its accounts, its balances and its journal without reading the others', async () => {
    const seller = someone();
    const others = Array.from({ length: 500 }, () => funding(someone(), usd(1)));
    await post(app, funding(seller, usd(500)), ...others);
    await app.sql('analyze ledger.journal, ledger.entry, ledger.account, ledger.balance');

    const read = await app.get(UnitOfWork).run(async (tx) => {
      const before = await query(tx, leafedThrough, []);
      await app.get(Ledger).post(tx, funding(seller, usd(1)));
      return [before, await query(tx, leafedThrough, [])];
    });

    expect(read[1]).toEqual(read[0]);
    expect(await available(app, seller)).toBe(501);
  });

  it('posts a source once and answers with the first journal afterwards', async () => {
    const seller = someone();
    const once = funding(seller, usd(700));
    const [first] = await post(app, once);
    const before = await counted();

    const [second] = await post(app, once);

    expect(second).toEqual({ journalId: first?.journalId, posted: false });
    expect(await counted()).toEqual(before);
    expect(await available(app, seller)).toBe(700);
  });

  it('refuses a source that was posted with other lines', async () => {
    const seller = someone();
    const once = funding(seller, usd(700));
    await post(app, once);
    const before = await counted();

    const other = { ...funding(seller, usd(701)), source: once.source };

    await expect(post(app, other)).rejects.toThrow('ledger_conflict');
    expect(await counted()).toEqual(before);
    expect(await available(app, seller)).toBe(700);
  });

  it('makes one journal of 50 posts of one source at the same time', async () => {
    const seller = someone();
    const once = funding(seller, usd(900));
    const before = await counted();

    const answers = await Promise.all(Array.from({ length: 50 }, () => post(app, once)));

    expect(answers.filter(([each]) => each?.posted)).toHaveLength(1);
    expect(new Set(answers.map(([each]) => each?.journalId)).size).toBe(1);
    expect(await counted()).toEqual({ journals: before.journals + 1, entries: before.entries + 2 });
    expect(await available(app, seller)).toBe(900);
  });

  it('refuses a journal whose sides differ before it reaches the database', async () => {
    const seller = someone();
    const before = await counted();
    const uneven = journal([debit('psp_clearing', usd(500)), credit('seller_available', usd(499), seller)]);

    await expect(post(app, uneven)).rejects.toThrow('journal_unbalanced');

    expect(await counted()).toEqual(before);
  });

  it('refuses an overdraft and rolls back everything of the call', async () => {
    const [rich, poor, third] = [someone(), someone(), someone()];
    await post(app, funding(rich, usd(100)), funding(poor, usd(99)));
    const before = await counted();

    const attempt = post(app, moving(rich, third, usd(100)), moving(poor, third, usd(100)));

    await expect(attempt).rejects.toThrow('insufficient_balance');
    expect(await counted()).toEqual(before);
    expect([await available(app, rich), await available(app, poor), await available(app, third)]).toEqual([100, 99, 0]);
  });

  it('pays only what is there when 20 spend it at once', async () => {
    const [seller, other] = [someone(), someone()];
    await post(app, funding(seller, usd(1_000)));

    const spent = await Promise.allSettled(
      Array.from({ length: 20 }, () => post(app, moving(seller, other, usd(300)))),
    );

    expect(spent.filter((each) => each.status === 'fulfilled')).toHaveLength(3);
    expect([await available(app, seller), await available(app, other)]).toEqual([100, 900]);
  });

  it('locks the union of the accounts of a call, so that opposite orders do not deadlock', async () => {
    const [a, b] = [someone(), someone()];
    await post(app, funding(a, usd(1_000)), funding(b, usd(1_000)));
    const [before] = await app.sql<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );

    await Promise.all(
      Array.from({ length: 40 }, (_, i) =>
        i % 2 === 0
          ? post(app, moving(a, b, usd(1)), moving(b, a, usd(2)))
          : post(app, moving(b, a, usd(2)), moving(a, b, usd(1))),
      ),
    );

    const [after] = await app.sql<{ deadlocks: number }>(
      'select deadlocks::int from pg_stat_database where datname = current_database()',
    );
    expect([await available(app, a), await available(app, b)]).toEqual([1_040, 960]);
    expect(after).toEqual(before);
  });

  it('rolls back with its caller', async () => {
    const seller = someone();
    const before = await counted();

    const work = app.get(UnitOfWork).run(async (tx) => {
      await app.get(Ledger).post(tx, funding(seller, usd(100)));
      throw new Error('the caller changed its mind');
    });

    await expect(work).rejects.toThrow('the caller changed its mind');
    expect(await counted()).toEqual(before);
    expect(await available(app, seller)).toBe(0);
  });

  it('takes a journal back once', async () => {
    const seller = someone();
    const [made] = await post(app, funding(seller, usd(100)));
    const lines = [debit('seller_available', usd(100), seller), credit('psp_clearing', usd(100))];
    const reversal = (id: string) => ({ ...journal(lines, { id }), reverses: made?.journalId as never });
    await post(app, reversal(randomUUID()), funding(seller, usd(100)));

    await expect(post(app, reversal(randomUUID()))).rejects.toThrow('journal_already_reversed');

    expect(await available(app, seller)).toBe(100);
  });

  it.each([
    ['frozen', 'what leaves it, and takes what comes', 150],
    ['closed', 'everything', 100],
  ])('refuses of an account that is %s %s', async (status, _what, expected) => {
    const seller = someone();
    await post(app, funding(seller, usd(100)));
    await app.sql('update ledger.account set status = $2 where owner_id = $1', [seller, status]);

    await expect(post(app, moving(seller, someone(), usd(50)))).rejects.toThrow('account_not_open');
    await post(app, funding(seller, usd(50))).catch(() => undefined);

    expect(await available(app, seller)).toBe(expected);
  });

  it.each([
    [
      'an owner the chart does not know',
      [debit('psp_clearing', usd(5)), credit('commission_revenue', usd(5), someone())],
    ],
    ['a missing owner', [debit('psp_clearing', usd(5)), credit('seller_available', usd(5))]],
  ])('refuses %s', async (_what, lines) => {
    const before = await counted();

    await expect(post(app, journal(lines))).rejects.toThrow('the chart has no account');

    expect(await counted()).toEqual(before);
  });

  it('keeps balances when delta rows are rolled up, while others post', async () => {
    const seller = someone();
    const balance = () => app.get(UnitOfWork).run((tx) => app.get(Ledger).balance(tx, 'psp_clearing', null, 'USD'));
    const start = await balance();

    await Promise.all([
      ...Array.from({ length: 10 }, () => post(app, funding(seller, usd(10)))),
      ...Array.from({ length: 4 }, () => app.sql('select ledger.roll_up()')),
    ]);

    expect(await balance()).toBe(start + 100);
    await app.sql('select ledger.roll_up()');
    expect(await balance()).toBe(start + 100);
    expect(await app.sql('select * from ledger.delta')).toEqual([]);
    expect(await app.sql('select * from ledger.drift()')).toEqual([]);
  });
});
