import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The shape of the public ratings that lists of listings read; it is empty until reviews exist and replace it. */
export class SellerRatingPlaceholder1700000000490 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create view seller_rating_summaries as
        select null::uuid as seller_id, null::int as count,
               null::double precision as bayesian_mean, null::double precision as wilson
         where false
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop view if exists seller_rating_summaries');
  }
}
