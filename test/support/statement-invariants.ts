import type { Check } from './invariants.js';

const CHANGE = 'case e.side when t.normal_side then e.amount else -e.amount end';

/** Statements are the entries that they list, and invoices the fees that they are made of. */
export const STATEMENT_CHECKS: readonly Check[] = [
  {
    name: 'statements close with the entries that were listed until then',
    needs: ['seller_statement_lines'],
    sql: `select s.id, b.account, b.closing, listed.amount
            from seller_statements s join seller_statement_balances b on b.statement_id = s.id
            cross join lateral (
              select coalesce(sum(${CHANGE}), 0) as amount, count(*) as entries
                from seller_statements u join seller_statement_lines l on l.statement_id = u.id
                join ledger.entry e on e.journal_id = l.journal_id and e.line = l.line
                join ledger.account a on a.id = e.account_id join ledger.account_type t on t.code = a.type_code
               where u.seller_id = s.seller_id and u.currency = s.currency and u.period <= s.period
                 and a.type_code = 'seller_' || b.account and a.owner_id = s.seller_id) listed
           where b.closing <> listed.amount or b.listed <> listed.entries`,
  },
  {
    name: 'statements are numbered without a gap and chained',
    needs: ['seller_statements'],
    sql: `select * from (select seller_id, number, previous_hash,
                                row_number() over book as nth, coalesce(lag(hash) over book, '\\x') as before
                           from seller_statements window book as (partition by seller_id order by number)) s
           where number <> nth or previous_hash <> before`,
  },
  {
    name: 'fee invoices are the entries that they are made of',
    needs: ['fee_invoice_entries'],
    sql: `select i.id, i.gross, i.net, made.gross as made, items.net as items
            from fee_invoices i
            cross join lateral (select sum(e.amount) as gross
                                  from fee_invoice_entries f
                                  join ledger.entry e on e.journal_id = f.journal_id and e.line = f.line
                                 where f.invoice_id = i.id) made
            cross join lateral (select sum(net) as net, sum(tax) as tax
                                  from fee_invoice_items where invoice_id = i.id) items
           where i.gross <> made.gross or i.net <> items.net or i.tax <> items.tax`,
  },
];
