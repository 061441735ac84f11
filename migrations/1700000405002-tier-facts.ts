import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A seller is judged every night by the orders of a window: they are found by when they were due, not among all. */
export class TierFacts1700000405002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      -- Nothing of it is written when an order is placed.
      create index seller_orders_due on seller_orders (seller_id, (coalesce(shipped_at, ship_overdue_at)))
        where coalesce(shipped_at, ship_overdue_at) is not null;
      create index seller_orders_delivered on seller_orders (seller_id) where delivered_at is not null;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index seller_orders_due, seller_orders_delivered');
  }
}
