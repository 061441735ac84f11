import type { TestApp } from './app.js';

const LINES = `
  select j.kind,
         string_agg(a.type_code || ' ' || to_char(e.amount / 100.0, 'FM9999990.00'), ', ' order by e.line)
           filter (where e.side = 'D') || ' | '
      || string_agg(a.type_code || ' ' || to_char(e.amount / 100.0, 'FM9999990.00'), ', ' order by e.line)
           filter (where e.side = 'C') as lines
    from ledger.journal j
    join ledger.entry e on e.journal_id = j.id
    join ledger.account a on a.id = e.account_id
   where j.source_type = $1 and j.source_id = $2
   group by j.id order by j.id`;

/** The journals of a source by kind, debits before the bar: `{ granted: 'goodwill_expense 10.00 | buyer_credit 10.00' }`. */
export async function booked(app: TestApp, type: string, id: string): Promise<Record<string, string>> {
  const rows = await app.sql<{ kind: string; lines: string }>(LINES, [type, id]);
  return Object.fromEntries(rows.map(({ kind, lines }) => [kind, lines]));
}

/** How many journals there are. */
export async function journalCount(app: TestApp): Promise<number> {
  const [row] = await app.sql<{ count: number }>('select count(*)::int as count from ledger.journal');
  return row?.count ?? 0;
}

/** What has moved on an account of the platform so far, on its normal side, in minor units. */
export async function moved(app: TestApp, account: string, currency = 'USD'): Promise<number> {
  const [row] = await app.sql<{ amount: number }>(
    `select coalesce(sum(case e.side when t.normal_side then e.amount else -e.amount end), 0)::int as amount
       from ledger.entry e join ledger.account a on a.id = e.account_id
       join ledger.account_type t on t.code = a.type_code
      where a.type_code = $1 and e.currency = $2`,
    [account, currency],
  );
  return row?.amount ?? 0;
}
