import type { Check } from './invariants.js';

/** What was matched is the same amount on both sides, and nothing is matched twice. */
export const RECONCILIATION_CHECKS: readonly Check[] = [
  {
    name: 'lines that were matched are their entries',
    needs: ['reconciliation_matches'],
    sql: `select m.id, m.rule, lines.amount, entries.amount as of_entries
            from reconciliation_matches m
            left join (select match_id, sum(amount) as amount from reconciliation_items
                        where origin = 'external' group by 1) lines on lines.match_id = m.id
            left join (select t.match_id, sum(case e.side when 'D' then e.amount else -e.amount end) as amount
                         from reconciliation_matched_entries t
                         join ledger.entry e on e.journal_id = t.journal_id and e.line = t.line group by 1) entries
              on entries.match_id = m.id
           where m.rule <> 'person' and lines.amount is distinct from entries.amount`,
  },
  {
    name: 'money that a line told of first is booked once',
    needs: ['reconciliation_items'],
    sql: `select source_type, source_id, kind, count(*) from ledger.journal
           where source_type in ('psp_balance_txn', 'psp_settlement') group by 1, 2, 3 having count(*) > 1`,
  },
  {
    name: 'a file has added its lines',
    needs: ['reconciliation_files'],
    sql: `select f.id, f.added, count(i.id) from reconciliation_files f
            left join reconciliation_items i on i.file_id = f.id group by f.id having f.added <> count(i.id)`,
  },
  {
    name: 'only lines of others wait, without a match; those that are closed have one',
    needs: ['reconciliation_items'],
    sql: `select id, origin, status, match_id from reconciliation_items
           where (status = 'waiting' and (origin <> 'external' or match_id is not null))
              or (origin = 'external' and status in ('matched', 'ignored_with_reason') and match_id is null)`,
  },
];
