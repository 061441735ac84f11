import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sellers whose listings the public sees; public, lists of listings join it. */
export class PublicSellers1700000000290 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create view public_sellers as
        select id as seller_id, display_name as name, kind, country from sellers where state in ('active', 'restricted')
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop view public_sellers');
  }
}
