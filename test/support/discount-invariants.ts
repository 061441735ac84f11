import type { Check } from './invariants.js';

/** What must hold for every discount and every fee, whatever happened to the order. */
export const DISCOUNT_CHECKS: readonly Check[] = [
  {
    name: 'a coupon counts the orders that use it, and so does each of its buyers',
    needs: ['coupon_redemptions'],
    sql: `select c.id, c.redeemed, b.used, r.uses
            from coupons c
            left join (select coupon_id, sum(used) as used from coupon_buyers group by 1) b on b.coupon_id = c.id
            left join (select coupon_id, count(distinct order_id) filter (where returned_at is null) as uses
                         from coupon_redemptions group by 1) r on r.coupon_id = c.id
           where c.redeemed <> coalesce(r.uses, 0) or c.redeemed <> coalesce(b.used, 0)`,
  },
  {
    name: 'the bearers of a discount bear all of it',
    needs: ['coupon_redemptions', 'orders'],
    sql: `select order_id, currency, s.platform, s.seller, r.platform_part, r.seller_part
            from (select order_id, currency::char(3), sum(platform_discount) as platform, sum(seller_discount) as seller
                    from seller_orders group by 1, 2) s
            full join coupon_redemptions r using (order_id, currency)
           where coalesce(s.platform, 0) <> coalesce(r.platform_part, 0)
              or coalesce(s.seller, 0) <> coalesce(r.seller_part, 0)
          union all
          select o.id, o.currency, sum(s.platform_discount), sum(s.seller_discount), o.discount_total, null
            from orders o join seller_orders s on s.order_id = o.id
           group by o.id having bool_and(s.quote_id is null)
             and o.discount_total <> sum(s.platform_discount + s.seller_discount)`,
  },
  {
    name: 'a seller order is the sum of its lines',
    needs: ['order_lines'],
    sql: `select s.id from seller_orders s join order_lines l on l.seller_order_id = s.id
           group by s.id
          having s.total <> sum(l.total) or s.commission_total <> sum(l.commission)
              or s.fixed_fee_total <> sum(l.fixed_fee) or s.payment_fee_total <> sum(l.payment_fee)
              or s.fee_tax_total <> sum(l.fee_tax) or s.platform_discount <> sum(l.platform_discount)
              or s.seller_discount <> sum(l.seller_discount)`,
  },
  {
    name: 'what the platform added to an escrow is its part of the discount',
    needs: ['payment_parts', 'seller_orders'],
    sql: `select s.id, s.platform_discount, p.promotion from seller_orders s
            join payment_parts p on p.seller_order_id = s.id where p.promotion <> s.platform_discount`,
  },
];
