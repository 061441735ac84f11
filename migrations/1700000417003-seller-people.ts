import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who acts for a seller, as others may know it. */
export class SellerPeople1700000417003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create view seller_people as select seller_id, user_id from memberships;
      comment on view seller_people is 'Who acts for a seller, and so earns nothing by referring buyers to it';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop view seller_people');
  }
}
