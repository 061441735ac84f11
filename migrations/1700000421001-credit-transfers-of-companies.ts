import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The credit of companies leaves by the same two people as that of private buyers. */
export class CreditTransfersOfCompanies1700000421001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table credit_transfers
        add column company_id uuid references companies,
        alter column buyer_id drop not null,
        add constraint credit_transfers_of_one check (num_nonnulls(buyer_id, company_id) = 1),
        drop constraint credit_transfers_not_to_oneself,
        add constraint credit_transfers_not_to_oneself check (buyer_id <> proposed_by and buyer_id <> decided_by);
      create unique index credit_transfers_one_proposal_of_company on credit_transfers (company_id, currency)
        where state = 'proposed';
      drop trigger credit_transfers_are_fixed on credit_transfers;
      create trigger credit_transfers_are_fixed before update on credit_transfers
        for each row execute function terms_are_fixed('company_id', ${FIXED});
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      delete from credit_transfers where company_id is not null;
      drop index credit_transfers_one_proposal_of_company;
      alter table credit_transfers
        drop constraint credit_transfers_of_one,
        drop constraint credit_transfers_not_to_oneself,
        add constraint credit_transfers_not_to_oneself
          check (buyer_id <> proposed_by and buyer_id is distinct from decided_by),
        drop column company_id,
        alter column buyer_id set not null;
      drop trigger credit_transfers_are_fixed on credit_transfers;
      create trigger credit_transfers_are_fixed before update on credit_transfers
        for each row execute function terms_are_fixed(${FIXED});
    `);
  }
}

const FIXED = `'buyer_id', 'currency', 'amount', 'holder_sealed', 'account_sealed', 'account_last4', 'reason',
          'proposed_by', 'proposed_at'`;
