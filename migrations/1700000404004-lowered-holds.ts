import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A hold may come to ask for less: what it gave back then, so that each of its movements has a number of its own. */
export class LoweredHolds1700000404004 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table seller_holds add column given_back bigint not null default 0
        constraint seller_holds_given_back check (given_back >= 0);
      comment on column seller_holds.given_back is 'What it held and gave back when its claim became smaller';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table seller_holds drop column given_back');
  }
}
