import type { Check } from './invariants.js';

/** What must hold for store credit, for refunds of units and for debts, whatever happened to an order. */
export const CREDIT_CHECKS: readonly Check[] = [
  {
    name: 'store credit in payments is what was held for them, and spent if and only if they are captured',
    needs: ['payments', 'payment_parts', 'ledger.hold'],
    sql: `select p.id, p.state, s.store_credit, h.amount, h.status
            from payment_parts s join payments p on p.id = s.payment_id left join ledger.hold h on h.id = s.credit_hold_id
           where s.store_credit > 0
             and (h.amount is distinct from s.store_credit or (p.state = 'captured') <> (h.status = 'posted'))
          union all
          select p.id, p.state, p.store_credit, sum(s.store_credit)::bigint, 'parts'
            from payments p join payment_parts s on s.payment_id = p.id
           group by p.id having p.store_credit <> sum(s.store_credit)`,
  },
  {
    name: 'store credit that came back is the sum of the refunds',
    needs: ['payment_parts', 'refunds'],
    sql: `select s.payment_id, s.seller_order_id, s.store_credit_returned from payment_parts s
            left join refunds r using (payment_id, seller_order_id)
           group by s.payment_id, s.seller_order_id
          having s.store_credit_returned <> coalesce(sum(r.store_credit), 0)`,
  },
  {
    name: 'an order whose units and shipping all went back is given back to the minor unit',
    needs: ['seller_orders', 'order_lines', 'payment_parts'],
    sql: `select s.id, coalesce(s.payment_total, s.total) as paid, p.refunded, p.charged_back, p.store_credit_returned
            from seller_orders s join payment_parts p on p.seller_order_id = s.id
            join order_lines l on l.seller_order_id = s.id
           where p.captured + p.store_credit > 0
           group by s.id, p.payment_id, p.seller_order_id
          having bool_and(l.refunded_units = l.quantity) and s.refunded_shipping = s.shipping_total
             and p.refunded + p.charged_back + p.store_credit_returned <> coalesce(s.payment_total, s.total)`,
  },
  {
    name: 'what refunds and affiliates took of earnings and reserves is what they took in all',
    needs: ['earnings', 'earning_refunds', 'reserve_lots', 'affiliate_referrals'],
    sql: `select e.id, e.taken, sum(r.from_pending), max(a.earned) from earnings e
            left join earning_refunds r on r.seller_order_id = e.id
            left join (select f.id, f.earned from affiliate_referrals f
                         join affiliate_terms t on t.version = f.terms_version and t.funded_by = 'seller') a on a.id = e.id
           group by e.id having e.taken <> coalesce(sum(r.from_pending), 0) + coalesce(max(a.earned), 0)
          union all
          select null, sum(taken), (select coalesce(sum(from_reserve), 0) from earning_refunds), null from reserve_lots
          having coalesce(sum(taken), 0) <> (select coalesce(sum(from_reserve), 0) from earning_refunds)`,
  },
  {
    name: 'the ages of a debt add up to it',
    needs: ['ledger.balance', 'seller_debts'],
    sql: `select a.owner_id, a.currency, b.debit_posted - b.credit_posted as owed, sum(d.outstanding) as aged
            from ledger.account a join ledger.balance b on b.account_id = a.id
            left join seller_debts d on d.seller_id = a.owner_id and d.currency = a.currency
           where a.type_code = 'seller_receivable'
           group by a.id, b.account_id having b.debit_posted - b.credit_posted <> coalesce(sum(d.outstanding), 0)`,
  },
];
