import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What says which journal has booked it names one that there is. */
export class BookedByAJournal1700000414003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      await q.query(`alter table ${table} add constraint ${table}_journal_id_fkey
                       foreign key (journal_id) references ledger.journal`);
    }
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of TABLES) await q.query(`alter table ${table} drop constraint ${table}_journal_id_fkey`);
  }
}

const TABLES = ['affiliate_payouts', 'labels', 'subscription_invoices'];
