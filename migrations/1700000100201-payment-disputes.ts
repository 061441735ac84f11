import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Complaints of card holders about payments, as they stand at the provider. */
export class PaymentDisputes1700000100201 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table payment_disputes (
        provider text not null,
        provider_ref text not null,
        payment_id uuid not null references payments,
        state text not null check (state in ('inquiry', 'open', 'won', 'lost', 'closed')),
        reason text not null,
        currency char(3) not null,
        amount bigint not null check (amount > 0),
        is_withdrawn boolean not null,
        evidence_due_at timestamptz,
        opened_at timestamptz not null,
        changed_at timestamptz not null,
        primary key (provider, provider_ref)
      );
      create index payment_disputes_payment on payment_disputes (payment_id);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table payment_disputes');
  }
}
