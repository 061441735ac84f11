import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The prices and fees frozen on every line of an order, and how seller orders end before delivery. */
export class OrderLines1700000001210 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table order_lines (
        id              uuid primary key,
        seller_order_id uuid not null references seller_orders (id),
        position        integer not null,
        variant_id      uuid not null,
        listing_id      uuid not null,
        category_id     uuid not null,
        title           text not null,
        sku             text,
        condition       text not null,
        quantity        integer not null check (quantity > 0),
        unit_price      bigint not null check (unit_price >= 0),
        item_total      bigint not null,
        tax             bigint not null check (tax >= 0),
        shipping        bigint not null check (shipping >= 0),
        commission      bigint not null,
        total           bigint not null,
        rule_version    text not null,
        unique (seller_order_id, position),
        unique (seller_order_id, variant_id),
        constraint order_lines_item_is_price_times_quantity check (item_total = unit_price * quantity),
        constraint order_lines_parts_add_up check (total = item_total + tax + shipping),
        constraint order_lines_commission_in_item check (commission between 0 and item_total)
      );

      create table seller_order_cancellations (
        seller_order_id uuid primary key references seller_orders (id),
        cancelled_by    text not null check (cancelled_by in ('buyer', 'seller', 'risk', 'payment', 'timer')),
        reason          text not null,
        note            text,
        refund_id       uuid,
        actor_type      text not null,
        actor_id        text not null,
        cancelled_at    timestamptz not null
      );
      comment on column seller_order_cancellations.refund_id is 'Null when nothing had been paid';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table seller_order_cancellations, order_lines');
  }
}
