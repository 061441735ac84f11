import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders, and what each seller fills of them. */
export class Orders1700000001200 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table orders (
        id               uuid primary key,
        buyer_id         uuid not null,
        cart_id          uuid not null unique,
        payment_id       uuid not null unique,
        risk_decision_id uuid not null,
        currency         text not null,
        item_total       bigint not null check (item_total >= 0),
        tax_total        bigint not null check (tax_total >= 0),
        shipping_total   bigint not null check (shipping_total >= 0),
        total            bigint not null,
        ship_to_sealed   text not null,
        ship_to_country  text not null,
        email_sealed     text,
        placed_at        timestamptz not null,
        pay_by           timestamptz not null,
        constraint orders_parts_add_up check (total = item_total + tax_total + shipping_total)
      );
      create index orders_of_buyer on orders (buyer_id, placed_at desc, id desc);

      create table seller_orders (
        id               uuid primary key,
        order_id         uuid not null references orders (id),
        seller_id        uuid not null,
        buyer_id         uuid not null,
        payment_id       uuid not null,
        state            text not null,
        version          integer not null default 1,
        currency         text not null,
        item_total       bigint not null check (item_total >= 0),
        tax_total        bigint not null check (tax_total >= 0),
        shipping_total   bigint not null check (shipping_total >= 0),
        commission_total bigint not null,
        shipping_to      text not null check (shipping_to in ('seller', 'platform')),
        total            bigint not null,
        rule_version     text not null,
        placed_at        timestamptz not null,
        updated_at       timestamptz not null,
        accept_by        timestamptz,
        ship_by          timestamptz,
        ship_overdue_at  timestamptz,
        shipped_at       timestamptz,
        delivered_at     timestamptz,
        confirmed_at     timestamptz,
        constraint seller_orders_parts_add_up check (total = item_total + tax_total + shipping_total),
        constraint seller_orders_commission_in_item check (commission_total between 0 and item_total)
      ) with (fillfactor = 85);
      create index seller_orders_of_order on seller_orders (order_id);
      create index seller_orders_of_seller on seller_orders (seller_id, placed_at desc, id desc);
      create index seller_orders_of_seller_in_state on seller_orders (seller_id, state, placed_at desc, id desc);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table seller_orders, orders');
  }
}
