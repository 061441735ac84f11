import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a seller owes is taken back out of payouts that were paid, within what is left of each. */
export class DebtCollections1700000418001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(PAYOUTS);
    await q.query(COLLECTIONS);
    await q.query(references(TAKEN_BACK));
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(references(''));
    await q.query(`
      drop table debt_collections;
      alter table payouts drop column reversing, drop column reversed;
      delete from lifecycle_history where subject_type = 'debt_collection';
    `);
  }
}

const PAYOUTS = `
  alter table payouts
    add column reversing bigint not null default 0 constraint payouts_reversing check (reversing >= 0),
    add column reversed bigint not null default 0 constraint payouts_reversed check (reversed >= 0),
    add constraint payouts_taken_back check (reversing + reversed <= amount),
    add constraint payouts_taken_back_when_paid check (state = 'paid' or reversing + reversed = 0);
  comment on column payouts.reversing is 'what we have asked back, and nobody knows yet whether it comes';
  comment on column payouts.reversed is 'what we took back';
`;

const COLLECTIONS = `
  create table debt_collections (
    id uuid primary key,
    seller_id uuid not null,
    payout_id uuid not null references payouts,
    provider text not null,
    currency char(3) not null references ledger.currency,
    amount bigint not null check (amount > 0),
    state text not null default 'requested'
      check (state in ('requested', 'submitted', 'unknown', 'collected', 'refused')),
    version integer not null default 1,
    updated_at timestamptz not null,
    requested_by uuid not null,
    requested_at timestamptz not null,
    submitted_at timestamptz,
    settled_at timestamptz,
    lookups integer not null default 0,
    provider_reference text,
    failure_code text,
    surplus bigint,
    constraint debt_collections_reference unique (provider, provider_reference),
    constraint debt_collections_submitted check (state in ('requested', 'refused') or submitted_at is not null),
    constraint debt_collections_settled check (state not in ('collected', 'refused') or settled_at is not null),
    constraint debt_collections_collected
      check (state <> 'collected' or (provider_reference is not null and surplus is not null)),
    constraint debt_collections_refused check (state <> 'refused' or failure_code is not null),
    constraint debt_collections_surplus check (surplus between 0 and amount)
  );
  comment on column debt_collections.surplus is
    'what exceeded the debt by the time it came, and became available to the seller';
  create index debt_collections_seller on debt_collections (seller_id, id desc);
  create index debt_collections_state on debt_collections (state, id desc);
  create index debt_collections_open on debt_collections (seller_id, currency)
    where state in ('requested', 'submitted', 'unknown');
  create trigger debt_collections_are_fixed before update on debt_collections for each row execute function
    terms_are_fixed('seller_id', 'payout_id', 'provider', 'currency', 'amount', 'requested_by', 'requested_at');
`;

/** A reversal that we asked for is a line of the provider's report, about the journal of its collection. */
const TAKEN_BACK = `
    union all
    select 'payout_return', d.provider, d.provider_reference, d.id, 'debt_collection', d.id::text, 'recovered'
      from debt_collections d`;

const references = (more: string): string => `
  create or replace view provider_references as
    select 'charge' as about, provider, provider_ref as reference, null::uuid as own_id,
           'payment' as source_type, id::text as source_id, 'capture' as source_kind
      from payments where provider_ref is not null
    union all
    select 'refund', p.provider, r.provider_ref, r.id, 'refund', r.id::text, 'confirmed'
      from refunds r join payments p on p.id = r.payment_id
    union all
    select 'refund_return', p.provider, r.provider_ref, r.id, 'refund', r.id::text, 'returned'
      from refunds r join payments p on p.id = r.payment_id
    union all
    select k.about, c.provider, c.provider_ref, null, 'dispute', c.id::text, k.kind
      from chargebacks c
     cross join (values ('chargeback', 'opened'), ('dispute_fee', 'opened'), ('chargeback_reversal', 'won'),
                        ('dispute_fee_return', 'won')) as k(about, kind)
    union all
    select k.about, p.provider, p.provider_reference, p.id, 'payout', p.id::text, k.kind
      from payouts p
     cross join (values ('payout', 'paid'), ('debit', 'paid'), ('credit', 'paid'), ('payout_return', 'returned'),
                        ('return', 'returned')) as k(about, kind)${more};
`;
