import type { Check } from './invariants.js';

const booked = (document: string, table: string): string =>
  `select s.legal_entity, s.kind, s.last_number, count(d.id), max(d.number) from invoice_series s
     left join ${table} d on d.legal_entity = s.legal_entity where s.kind = '${document}'
    group by 1, 2, 3 having s.last_number <> count(d.id) or s.last_number <> coalesce(max(d.number), 0)`;

/** What must hold for orders on account, whatever became of them. */
export const ACCOUNT_CHECKS: readonly Check[] = [
  {
    name: 'what is used of a credit line is what its orders have reserved and not freed',
    needs: ['credit_lines', 'credit_reservations'],
    sql: `select l.id, l.used, sum(r.amount - r.freed) from credit_lines l
            left join credit_reservations r on r.line_id = l.id
           group by l.id having l.used <> coalesce(sum(r.amount - r.freed), 0)
          union all
          select r.payment_id, r.freed, sum(f.amount) from credit_reservations r
            left join credit_releases f on f.payment_id = r.payment_id
           group by r.payment_id having r.freed <> coalesce(sum(f.amount), 0)`,
  },
  {
    name: 'what companies owe by the books is what is open of their invoices, or accepted and not invoiced yet',
    needs: ['company_receivables', 'account_invoices', 'payment_parts'],
    sql: `select * from company_receivables r
            full join (select company_id, currency, sum(open) as known
                         from (select company_id, currency, total - paid - reduced - written_off as open from account_invoices
                               union all
                               select p.account_id, p.currency, s.booked from payment_parts s
                                 join payments p on p.id = s.payment_id
                                where s.booked is not null and not exists
                                  (select from account_invoices i where i.seller_order_id = s.seller_order_id)) o
                        group by 1, 2) k using (company_id, currency)
           where coalesce(r.owed, 0) <> coalesce(k.known, 0)`,
  },
  {
    name: 'no company owes more than is used of its line',
    needs: ['company_receivables', 'credit_lines'],
    sql: `select r.company_id, r.owed, l.used from company_receivables r
            left join credit_lines l on l.company_id = r.company_id and l.currency = r.currency
           where r.owed > coalesce(l.used, 0)`,
  },
  {
    name: 'invoices and credit notes are numbered without a gap',
    needs: ['invoice_series', 'account_invoices', 'account_credit_notes'],
    sql: `${booked('invoice', 'account_invoices')} union all ${booked('credit_note', 'account_credit_notes')}`,
  },
  {
    name: 'credit notes, receipts and credit are counted on their invoices',
    needs: ['account_invoices', 'account_credit_notes', 'account_receipt_applications', 'company_credit_uses'],
    sql: `select i.id, i.paid, i.reduced, i.given_back, i.recovered, n.* from account_invoices i
           cross join lateral (select coalesce(sum(reduced), 0) as reduced, coalesce(sum(given_back), 0) as given_back,
                                      coalesce(sum(recovered), 0) as recovered
                                 from account_credit_notes where invoice_id = i.id) n
           where i.paid <> (select coalesce(sum(amount), 0) from account_receipt_applications where invoice_id = i.id)
                         + (select coalesce(sum(amount), 0) from company_credit_uses where invoice_id = i.id)
              or i.reduced <> n.reduced or i.given_back <> n.given_back or i.recovered <> n.recovered`,
  },
  {
    name: 'receipts that are not placed are in the books as such',
    needs: ['account_receipts', 'ledger.balance'],
    sql: `select a.currency, b.credit_posted - b.debit_posted as booked, r.unplaced
            from (select currency, sum(amount - applied - returned) as unplaced from account_receipts group by 1) r
            left join ledger.account a on a.currency = r.currency and a.type_code = 'unapplied_receipts'
                                      and a.owner_id = '00000000-0000-7000-8000-000000704001'
            left join ledger.balance b on b.account_id = a.id
           where coalesce(b.credit_posted - b.debit_posted, 0) <> r.unplaced`,
  },
  {
    name: 'every state of an invoice and of a credit line has its history',
    needs: ['account_invoices', 'credit_lines', 'order_requests'],
    sql: `select t.id, t.state, h.to_state
            from (select id, state, 'account_invoice' as subject, 'issued' as initial from account_invoices
                  union all select id, state, 'credit_line', 'active' from credit_lines
                  union all select id, state, 'order_request', 'requested' from order_requests) t
            left join lateral (select to_state from lifecycle_history
                                where subject_type = t.subject and subject_id = t.id order by id desc limit 1) h on true
           where t.state <> coalesce(h.to_state, t.initial)`,
  },
  {
    name: 'an approved request is one order of who asked, from the cart, as it was asked for, and no other request is one',
    needs: ['order_requests', 'orders'],
    sql: `select r.id, r.state, o.id, o.total from order_requests r left join orders o on o.id = r.order_id
           where (r.state = 'approved') <> (o.id is not null)
              or (o.id is not null
                  and (o.buyer_id, o.cart_id) is distinct from (r.requested_by, r.cart_id))
              or (o.id is not null and r.payment_method = 'on_account' and o.account_id is distinct from r.company_id)
              or (o.id is not null and r.totals is distinct from
                    (select jsonb_object_agg(currency, total)
                       from (select currency, sum(total) as total from seller_orders where order_id = o.id group by 1) s))`,
  },
  {
    name: 'a seller waits for an invoice that is open, unless the platform advances it',
    needs: ['account_invoices', 'earning_blocks'],
    sql: `select i.id, i.state, b.closed_at from account_invoices i
            left join earning_blocks b on b.seller_order_id = i.seller_order_id and b.source_id = i.id::text
           where not i.is_financed
             and (b.seller_order_id is null
                  or (b.closed_at is null) <> (i.total > i.paid + i.reduced + i.written_off))`,
  },
];
