import type { Check } from './invariants.js';

/** What must hold for every payment, whatever happened to it. */
export const PAYMENT_CHECKS: readonly Check[] = [
  {
    name: 'a payment is the sum of its parts',
    needs: ['payments'],
    sql: `select p.id, p.amount, p.captured, p.refunded, p.charged_back from payments p join payment_parts s on s.payment_id = p.id
           group by p.id having p.amount <> sum(s.amount) or p.captured <> sum(s.captured) or p.refunded <> sum(s.refunded)
               or p.charged_back <> sum(s.charged_back)`,
  },
  {
    name: 'what a part has refunded is the sum of its refunds',
    needs: ['refunds'],
    sql: `select s.payment_id, s.seller_order_id, s.refunded from payment_parts s
            left join refunds r using (payment_id, seller_order_id)
           group by s.payment_id, s.seller_order_id having s.refunded <> coalesce(sum(r.amount), 0)`,
  },
  {
    name: 'a payment is captured if and only if its money was taken',
    needs: ['payments'],
    sql: `select id, state, amount, captured from payments
           where amount > 0
             and ((state = 'captured') <> (captured > 0) or (state = 'captured') <> (captured = amount))`,
  },
  {
    name: 'what banks took back is counted once: as charged back, as a refund, or as too much',
    needs: ['chargebacks'],
    sql: `select s.payment_id, s.seller_order_id, s.charged_back, c.amount from payment_parts s
            left join (select c.payment_id, h.seller_order_id, sum(h.amount) as amount
                         from chargebacks c join chargeback_shares h on h.chargeback_id = c.id
                        where c.state <> 'won' group by 1, 2) c using (payment_id, seller_order_id)
           where s.charged_back <> coalesce(c.amount, 0)
          union all
          select c.payment_id, c.id, c.amount, sum(h.amount + h.covered) + c.excess from chargebacks c
            left join chargeback_shares h on h.chargeback_id = c.id
           group by c.id having c.amount <> coalesce(sum(h.amount + h.covered), 0) + c.excess`,
  },
  {
    name: 'every move of a payment or refund has its history',
    needs: ['payments', 'refunds'],
    sql: `select m.id, m.version from (select id, version from payments union all select id, version from refunds) m
           where m.version - 1 <> (select count(*) from lifecycle_history h
                                    where h.subject_id = m.id and h.subject_type in ('payment', 'refund'))`,
  },
];
