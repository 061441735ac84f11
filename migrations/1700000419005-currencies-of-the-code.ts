import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which currencies are traded the code says; what nobody read is gone. */
export class CurrenciesOfTheCode1700000419005 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table ledger.currency drop column active');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table ledger.currency add column active boolean not null default true');
  }
}
