import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A coupon takes something off in each currency of a basket: what, an order's use of it says for each. */
export class CouponsInSeveralCurrencies1700000402004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table coupon_redemptions drop constraint coupon_redemptions_pkey, add primary key (order_id, currency);
      alter table carts add column seen_discounts jsonb check (jsonb_typeof(seen_discounts) = 'object');
      comment on column carts.seen_discounts is
        'Minor units by currency; what the coupon took off a cart of several currencies when the buyer last agreed';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table carts drop column seen_discounts;
      delete from coupon_redemptions r using coupon_redemptions o where o.order_id = r.order_id and o.currency < r.currency;
      alter table coupon_redemptions drop constraint coupon_redemptions_pkey, add primary key (order_id);
    `);
  }
}
