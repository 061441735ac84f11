import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What may still be bought of a variant; public, lists of listings join it. */
export class AvailableStock1700000000520 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create view available_stock as
        select variant_id, listing_id, on_hand - reserved as available from stock_counters
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop view available_stock');
  }
}
