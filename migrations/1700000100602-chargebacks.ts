import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What banks of card holders took back: whom it concerns, what is said against it, and how it ended. */
export class Chargebacks1700000100602 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table chargeback_policies (
        reason text primary key,
        liable text not null check (liable in ('seller', 'platform')),
        fee_to text not null check (fee_to in ('seller', 'platform'))
      );
      insert into chargeback_policies values
        ('*', 'seller', 'seller'),
        ('fraudulent', 'platform', 'platform');
      comment on table chargeback_policies is 'Who bears a lost chargeback and its fee, by the reason of the bank; * for all others';

      create table chargebacks (
        id uuid primary key,
        provider text not null,
        provider_ref text not null,
        payment_id uuid not null references payments,
        order_id uuid not null,
        state text not null default 'opened' check (state in
          ('opened', 'evidence_due', 'submitted', 'won', 'lost', 'accepted')),
        version integer not null default 1,
        reason text not null,
        currency char(3) not null references ledger.currency,
        amount bigint not null check (amount > 0),
        fee bigint not null check (fee >= 0),
        excess bigint not null default 0 check (excess between 0 and amount),
        liable text not null check (liable in ('seller', 'platform')),
        fee_to text not null check (fee_to in ('seller', 'platform')),
        evidence_due_at timestamptz,
        opened_at timestamptz not null,
        submitted_at timestamptz,
        closed_at timestamptz,
        updated_at timestamptz not null,
        constraint chargebacks_provider_ref unique (provider, provider_ref)
      );
      create index chargebacks_payment on chargebacks (payment_id);
      create index chargebacks_state on chargebacks (state, id);
      comment on column chargebacks.excess is 'Taken although the buyer had all of it back before';

      create table chargeback_shares (
        id uuid primary key,
        chargeback_id uuid not null references chargebacks,
        seller_order_id uuid not null,
        seller_id uuid not null,
        amount bigint not null check (amount >= 0),
        covered bigint not null check (covered >= 0),
        exposure bigint not null check (exposure >= 0),
        constraint chargeback_shares_seller_order unique (chargeback_id, seller_order_id)
      );
      create index chargeback_shares_seller on chargeback_shares (seller_id, chargeback_id);
      create index chargeback_shares_seller_order_id on chargeback_shares (seller_order_id);
      comment on column chargeback_shares.covered is 'In place of refunds that were on the way';
      comment on column chargeback_shares.exposure is 'What the seller had got of it and could be paid out';

      create table chargeback_evidence (
        id uuid primary key,
        chargeback_id uuid not null references chargebacks,
        seller_id uuid not null,
        body text not null,
        links text[] not null,
        given_by_type text not null,
        given_by_id text not null,
        given_at timestamptz not null
      );
      create index chargeback_evidence_of on chargeback_evidence (chargeback_id, id);

      alter table earning_refunds add column from_held bigint not null default 0 check (from_held >= 0);
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table earning_refunds drop column from_held;
      drop table chargeback_evidence, chargeback_shares, chargebacks, chargeback_policies;
      delete from lifecycle_history where subject_type = 'chargeback';
    `);
  }
}
