import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where a lost chargeback corrects the tax on the sale; elsewhere the tax stays owed, and the platform bears it. */
export class ChargebackTax1700000404002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table chargeback_tax_rules (
        country text primary key check (country = '*' or country ~ '^[A-Z]{2}$'),
        is_corrected boolean not null
      );
      insert into chargeback_tax_rules values ('*', true);
      comment on table chargeback_tax_rules is
        'By the country that a sale is shipped to, whether its tax is owed no longer once a chargeback is lost; * for all others';
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table chargeback_tax_rules');
  }
}
