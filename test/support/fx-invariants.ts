import type { Check } from './invariants.js';

/** What must hold for every quote, every converted share and every position, whatever happened to the order. */
export const FX_CHECKS: readonly Check[] = [
  {
    name: 'a quote is used for one order, by its buyer, in time, and for its currencies',
    needs: ['fx_quotes', 'payment_parts', 'payments'],
    sql: `select p.id, s.seller_order_id, q.id as quote from payment_parts s join payments p on p.id = s.payment_id
            left join fx_quotes q on q.id = s.quote_id
           where s.quote_id is not null
             and (q.locked_for_order is distinct from p.order_id or q.buyer_id <> p.buyer_id or q.locked_at >= q.expires_at
                  or q.from_currency <> p.currency or q.to_currency <> s.settled_currency)
          union all
          select null, null, q.id from fx_quotes q
           where q.locked_for_order is not null
             and not exists (select from payment_parts s join payments p on p.id = s.payment_id
                              where s.quote_id = q.id and p.order_id = q.locked_for_order)`,
  },
  {
    name: 'an order, its payment and its quote say the same of a converted share',
    needs: ['fx_quotes', 'payment_parts', 'seller_orders'],
    sql: `select o.id, o.total, o.payment_total, s.settled, s.amount + s.store_credit as paid
            from seller_orders o join payment_parts s on s.seller_order_id = o.id join payments p on p.id = s.payment_id
           where (o.quote_id, o.payment_total, o.payment_currency)
                   is distinct from (s.quote_id, case when s.quote_id is not null then s.amount + s.store_credit end,
                                     case when s.quote_id is not null then p.currency end)
              or (s.quote_id is not null and (s.settled, s.settled_currency) is distinct from (o.total, o.currency))
              or (s.quote_id is null and p.currency <> o.currency)`,
  },
  {
    name: 'what converted shares are worth at the true rate is what is settled and kept',
    needs: ['fx_quotes', 'payment_parts'],
    sql: `select q.id, sum(s.amount + s.store_credit), sum(s.settled + s.spread)
            from payment_parts s join fx_quotes q on q.id = s.quote_id
            join ledger.currency f on f.code = q.from_currency join ledger.currency t on t.code = q.to_currency
           group by q.id, f.exponent, t.exponent
          having sum(s.settled + s.spread) <> floor(sum(s.amount + s.store_credit)::numeric * q.mid_num
                   * power(10::numeric, t.exponent) / (q.mid_den * power(10::numeric, f.exponent)))`,
  },
  {
    name: 'what of converted shares went back is what their refunds and lost chargebacks say',
    needs: ['payment_parts', 'refunds'],
    sql: `select s.seller_order_id, s.paid_back, s.settled_back, sum(r.amount + r.store_credit), sum(r.settled)
            from payment_parts s left join refunds r using (payment_id, seller_order_id) where s.quote_id is not null
           group by s.payment_id, s.seller_order_id
          having s.paid_back <> coalesce(sum(r.amount + r.store_credit), 0) + s.lost
              or (s.lost = 0 and s.settled_back <> coalesce(sum(r.settled), 0))
          union all
          select r.id, r.amount, null, null, null from refunds r join payment_parts s using (payment_id, seller_order_id)
           where (s.quote_id is null) <> (r.settled is null)`,
  },
  {
    name: 'positions are what was converted, less what went back and what was dealt',
    needs: ['fx_deals', 'payment_parts'],
    sql: `select currency, sum(known) as known, sum(booked) as booked from (
            select p.currency::text, -(s.amount + s.store_credit - s.paid_back) as known, 0 as booked
              from payment_parts s join payments p on p.id = s.payment_id
             where s.quote_id is not null and p.state = 'captured' and (p.account_id is null or s.booked is not null)
            union all
            select s.settled_currency::text, s.settled + s.spread - s.settled_back
                   - div(s.spread::numeric * s.settled_back, s.settled), 0
              from payment_parts s join payments p on p.id = s.payment_id
             where s.quote_id is not null and p.state = 'captured' and (p.account_id is null or s.booked is not null)
            union all
            select sold_currency::text, sold, 0 from fx_deals
            union all
            select received_currency::text, -expected, 0 from fx_deals
            union all
            select a.currency::text, 0, case e.side when 'D' then e.amount else -e.amount end
              from ledger.account a join ledger.entry e on e.account_id = a.id where a.type_code = 'fx_position') f
           group by currency having sum(known) <> sum(booked)`,
  },
];
