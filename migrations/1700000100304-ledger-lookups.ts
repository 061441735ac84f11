import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Journals are found by seller and by payment; a bank balance is reconciled with statements and never has to clear. */
export class LedgerLookups1700000100304 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create index journal_seller on ledger.journal (seller_id, id) where seller_id is not null;
      create index journal_payment on ledger.journal (payment_id) where payment_id is not null;
      update ledger.account_type set must_clear_within = null where code in ('bank_client', 'bank_operating');
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      update ledger.account_type set must_clear_within = '1 day' where code in ('bank_client', 'bank_operating');
      drop index ledger.journal_payment;
      drop index ledger.journal_seller;
    `);
  }
}
