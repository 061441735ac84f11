import { credit, debit } from '../../../src/modules/ledger/index.js';
import { WatchBooks } from '../../../src/modules/books/watch-books.js';
import { SandboxClock } from '../../../src/platform/clock/index.js';
import type { TestApp } from '../../support/index.js';
import { journal, post, someone, startBooksAlone, usd } from '../ledger/ledger-app.js';

const PAIRS = 60_000;
const YEAR = 365;

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

let app: TestApp;
let now: Date;

beforeAll(async () => {
  app = await startBooksAlone();
  now = app.get(SandboxClock).now();
  const [seller, buyer] = [someone(), someone()];
  const day = 86_400_000;
  const dated = (ago: number, ...lines: Parameters<typeof journal>[0]) => ({
    ...journal(lines),
    effectiveAt: new Date(now.getTime() - ago * day),
  });
  await post(app, dated(YEAR, debit('psp_clearing', usd(7)), credit('buyer_credit', usd(7), buyer)));
  await post(app, dated(YEAR, debit('psp_clearing', usd(1)), credit('commission_revenue', usd(1))));
  await post(app, dated(YEAR, debit('seller_receivable', usd(5), seller), credit('psp_clearing', usd(5))));
  await longAgo(seller);
  // What is left in between: 300 of six days ago, and 200 of today.
  await post(app, dated(6, debit('psp_clearing', usd(300)), credit('buyer_credit', usd(300), buyer)));
  await post(app, dated(0, debit('psp_clearing', usd(197)), credit('buyer_credit', usd(197), buyer)));
  await post(app, dated(40, debit('seller_receivable', usd(60), seller), credit('buyer_credit', usd(60), buyer)));
  await post(app, dated(3, debit('seller_receivable', usd(20), seller), credit('buyer_credit', usd(20), buyer)));
  await post(app, dated(2, debit('bank_client', usd(55)), credit('seller_receivable', usd(55), seller)));
  await app.sql('analyze ledger.entry, ledger.journal');
}, 300_000);
afterAll(() => app.stop());

/** A year of captures that were settled, and of debts that were paid, as nobody could post it within a test. */
async function longAgo(seller: string): Promise<void> {
  await app.sql(`
    do $$
    declare
      clearing uuid := (select id from ledger.account where type_code = 'psp_clearing');
      debt uuid := (select id from ledger.account where type_code = 'seller_receivable' and owner_id = '${seller}');
    begin
      set local session_replication_role = replica;
      create temp table made on commit drop as
        select ledger.new_id() as id, n, timestamptz '${now.toISOString()}' - interval '300 days' as at
          from generate_series(1, ${PAIRS * 2}) n;
      insert into ledger.journal (id, source_type, source_id, kind, fingerprint, effective_at, actor_type, actor_id)
        select id, 'past', n::text, 'made', '', at, 'system', 'test' from made;
      insert into ledger.entry (journal_id, line, account_id, currency, side, amount, balance_after, account_version)
        select id, 1, clearing, 'USD', case n % 2 when 1 then 'D' else 'C' end, 10, null, null from made
        union all
        select id, 2, debt, 'USD', case n % 2 when 1 then 'C' else 'D' end, 5, case n % 2 when 1 then 0 else 5 end, n + 1
          from made
        union all
        select id, 3, clearing, 'USD', case n % 2 when 1 then 'C' else 'D' end, 5, null, null from made;
      insert into ledger.delta (account_id, debit, credit)
        select clearing, sum(case n % 2 when 1 then 10 else 5 end), sum(case n % 2 when 1 then 5 else 10 end) from made;
      update ledger.balance set debit_posted = debit_posted + 5 * ${PAIRS}, credit_posted = credit_posted + 5 * ${PAIRS},
        version = version + 2 * ${PAIRS} where account_id = debt;
    end $$`);
}

/** Pages that a statement touches, of tables and of indexes. */
async function pagesOf(sql: string): Promise<number> {
  const [row] = await app.sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, buffers, format json) ${sql}`);
  const plan = row?.['QUERY PLAN'][0].Plan;
  return (plan?.['Shared Hit Blocks'] ?? NaN) + (plan?.['Shared Read Blocks'] ?? NaN);
}

const at = (): string => `timestamptz '${now.toISOString()}'`;

describe('the clearing monitor over accounts with a long history', () => {
  it('finds what is overdue, and since when', async () => {
    const rows = await app.sql(
      `select type_code, balance::int, overdue::int, round(extract(epoch from ${at()} - since) / 86400)::int as days
         from ledger.uncleared(${at()}) where type_code = 'psp_clearing'`,
    );

    expect(rows).toEqual([{ type_code: 'psp_clearing', balance: 500, overdue: 303, days: 300 }]);
  });

  it.each(['overdue', 'uncleared'])(
    'ledger.%s reads what the balances consist of, and not every entry',
    async (name) => {
      const [size] = await app.sql<{ pages: number }>(`select (pg_relation_size('ledger.entry') / 8192)::int as pages`);

      const pages = await pagesOf(`select * from ledger.${name}(${at()})`);

      expect(size?.pages).toBeGreaterThan(2_000);
      expect(pages).toBeLessThan(500);
    },
  );

  it('reads of a seller’s debts those that are still owed', async () => {
    const rows = await app.sql(
      `select outstanding::int, round(extract(epoch from ${at()} - since) / 86400)::int as days
         from seller_debts order by since`,
    );

    expect(rows).toEqual([
      { outstanding: 10, days: 40 },
      { outstanding: 20, days: 3 },
    ]);
    expect(await pagesOf('select * from seller_debts')).toBeLessThan(500);
  });

  it('is counted by the hour, under a limit of time of its own', async () => {
    await app.get(WatchBooks).run(now);

    const { text } = await app.http.get('/metrics').expect(200);

    expect(text).toContain('souk_ledger_uncleared_accounts{account="psp_clearing"} 1');
  });
});
