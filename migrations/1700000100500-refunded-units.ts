import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How much of a seller order was refunded: the counters that no sequence of refunds can exceed. */
export class RefundedUnits1700000100500 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table order_lines add column refunded_units integer not null default 0,
        add constraint order_lines_refunded_units check (refunded_units between 0 and quantity);
      alter table seller_orders add column refunded_shipping bigint not null default 0,
        add constraint seller_orders_refunded_shipping check (refunded_shipping between 0 and shipping_total);
      update order_lines l set refunded_units = quantity
       where exists (select from refunds r where r.seller_order_id = l.seller_order_id);
      update seller_orders s set refunded_shipping = shipping_total
       where exists (select from refunds r where r.seller_order_id = s.id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table seller_orders drop column refunded_shipping;
      alter table order_lines drop column refunded_units;
    `);
  }
}
