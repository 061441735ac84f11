import type { MigrationInterface, QueryRunner } from 'typeorm';

const AMOUNT = 'bigint not null default 0 check';

/**
 * Who bears a discount and every fee, frozen on order lines and summed on seller orders. `total` stays what the buyer
 * pays; the escrow holds the platform's part of the discount besides.
 */
export class FrozenDiscountsAndFees1700000100402 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table orders
        add column discount_total ${AMOUNT} (discount_total >= 0),
        drop constraint orders_parts_add_up,
        add constraint orders_parts_add_up check (total = item_total + tax_total + shipping_total - discount_total);

      alter table seller_orders
        add column platform_discount ${AMOUNT} (platform_discount >= 0),
        add column seller_discount ${AMOUNT} (seller_discount >= 0),
        add column fixed_fee_total ${AMOUNT} (fixed_fee_total >= 0),
        add column payment_fee_total ${AMOUNT} (payment_fee_total >= 0),
        add column fee_tax_total ${AMOUNT} (fee_tax_total >= 0),
        drop constraint seller_orders_parts_add_up,
        add constraint seller_orders_parts_add_up check
          (total = item_total + tax_total + shipping_total - platform_discount - seller_discount),
        drop constraint seller_orders_commission_in_item,
        add constraint seller_orders_fees_in_goods check (commission_total >= 0 and
          commission_total + fixed_fee_total + payment_fee_total + fee_tax_total <= item_total - seller_discount);

      alter table order_lines
        add column platform_discount ${AMOUNT} (platform_discount >= 0),
        add column seller_discount ${AMOUNT} (seller_discount >= 0),
        add column fixed_fee ${AMOUNT} (fixed_fee >= 0),
        add column payment_fee ${AMOUNT} (payment_fee >= 0),
        add column fee_tax ${AMOUNT} (fee_tax >= 0),
        add column fee_basis jsonb,
        drop constraint order_lines_parts_add_up,
        add constraint order_lines_parts_add_up check
          (total = item_total + tax + shipping - platform_discount - seller_discount),
        drop constraint order_lines_commission_in_item,
        add constraint order_lines_fees_in_goods check
          (commission >= 0 and commission + fixed_fee + payment_fee + fee_tax <= item_total - seller_discount);
      comment on column order_lines.fee_basis is 'What the fees were computed from; null: ordered before it was kept';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table order_lines
        drop constraint order_lines_parts_add_up, drop constraint order_lines_fees_in_goods,
        drop column platform_discount, drop column seller_discount, drop column fixed_fee, drop column payment_fee,
        drop column fee_tax, drop column fee_basis,
        add constraint order_lines_parts_add_up check (total = item_total + tax + shipping),
        add constraint order_lines_commission_in_item check (commission between 0 and item_total);
      alter table seller_orders
        drop constraint seller_orders_parts_add_up, drop constraint seller_orders_fees_in_goods,
        drop column platform_discount, drop column seller_discount, drop column fixed_fee_total,
        drop column payment_fee_total, drop column fee_tax_total,
        add constraint seller_orders_parts_add_up check (total = item_total + tax_total + shipping_total),
        add constraint seller_orders_commission_in_item check (commission_total between 0 and item_total);
      alter table orders
        drop constraint orders_parts_add_up, drop column discount_total,
        add constraint orders_parts_add_up check (total = item_total + tax_total + shipping_total);
    `);
  }
}
