import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when nothing of a seller order is left to be shipped. */
export class FullyShipped1700000179904 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table seller_orders add column fully_shipped_at timestamptz;
      update seller_orders s set fully_shipped_at = p.last_at
        from (select h.seller_order_id, max(h.created_at) as last_at, sum(l.quantity) as units
                from shipments h join shipment_lines l on l.shipment_id = h.id group by 1) p
       where p.seller_order_id = s.id
         and p.units = (select sum(o.quantity) from order_lines o where o.seller_order_id = s.id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table seller_orders drop column fully_shipped_at');
  }
}
