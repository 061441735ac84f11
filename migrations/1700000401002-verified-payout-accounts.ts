import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a payout account is the seller's, as whoever verifies it says; another account is verified anew. */
export class VerifiedPayoutAccounts1700000401002 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table seller_payout_accounts
        add column verification_id uuid not null default gen_random_uuid()
          constraint seller_payout_accounts_verification unique,
        add column verification_state text not null default 'pending'
          constraint seller_payout_accounts_verification_state
            check (verification_state in ('pending', 'verified', 'failed')),
        add column verification_needs_operator boolean not null default false,
        add column verification_reason text,
        add column verification_decided_by text,
        add column verification_decided_at timestamptz;
      comment on column seller_payout_accounts.verification_id is 'Another one with every account that is named';

      -- Accounts that were in use stay in use.
      update seller_payout_accounts set verification_state = 'verified', verification_decided_by = 'system:start',
             verification_decided_at = changed_at;
      alter table seller_payout_accounts
        alter column verification_id drop default,
        add constraint seller_payout_accounts_decided check (
          (verification_state = 'pending') = (verification_decided_at is null)
          and (verification_state = 'pending') = (verification_decided_by is null));
      create index seller_payout_accounts_undecided on seller_payout_accounts (changed_at)
        where verification_needs_operator;
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop index seller_payout_accounts_undecided;
      alter table seller_payout_accounts
        drop column verification_id, drop column verification_state, drop column verification_needs_operator,
        drop column verification_reason, drop column verification_decided_by, drop column verification_decided_at;
    `);
  }
}
