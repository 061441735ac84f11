import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What putting a listing on sale cost its seller: once for each listing. */
export class ListingFees1700000100404 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table listing_fees (
        listing_id uuid primary key,
        seller_id uuid not null,
        rule_number bigint not null references fee_rules (number),
        currency char(3) not null references ledger.currency,
        fee bigint not null check (fee > 0),
        tax bigint not null check (tax >= 0),
        charged_at timestamptz not null
      );
      create index listing_fees_of_seller on listing_fees (seller_id, listing_id desc);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table listing_fees');
  }
}
