import type { Check } from './invariants.js';

/** What must hold for every discount and every fee, whatever happened to the order. */
export const DISCOUNT_CHECKS: readonly Check[] = [
  {
    name: 'a coupon counts the orders that use it, and so does each of its buyers',
    needs: ['coupon_redemptions'],
    sql: `select c.id, c.redeemed, b.used, r.uses
            from coupons c
            left join (select coupon_id, sum(used) as used from coupon_buyers group by 1) b on b.coupon_id = c.id
            left join (select coupon_id, count(*) filter (where returned_at is null) as uses
                         from coupon_redemptions group by 1) r on r.coupon_id = c.id
           where c.redeemed <> coalesce(r.uses, 0) or c.redeemed <> coalesce(b.used, 0)`,
  },
  {
    name: 'the bearers of a discount bear all of it',
    needs: ['coupon_redemptions', 'orders'],
    sql: `select o.id, o.discount_total, r.platform_part, r.seller_part, s.platform, s.seller
            from orders o
            join (select order_id, sum(platform_discount) as platform, sum(seller_discount) as seller
                    from seller_orders group by 1) s on s.order_id = o.id
            left join coupon_redemptions r on r.order_id = o.id
           where not exists (select from seller_orders c where c.order_id = o.id and c.quote_id is not null)
             and (o.discount_total <> s.platform + s.seller
                  or s.platform <> coalesce(r.platform_part, 0) or s.seller <> coalesce(r.seller_part, 0))`,
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
