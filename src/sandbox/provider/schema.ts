import type { Pool } from 'pg';
import { STATEMENT_SCHEMA } from './statement-schema.js';

/** The provider's own books. Created by the provider itself, so that they are nobody else's business. */
const SCHEMA = `
create schema if not exists sandbox_provider;
create table if not exists sandbox_provider.charges (
  id text primary key,
  reference text not null,
  state text not null check (state in ('requires_action', 'authorised', 'captured', 'voided', 'declined')),
  version integer not null default 1,
  currency text not null,
  amount bigint not null check (amount > 0),
  captured bigint not null default 0,
  refunded bigint not null default 0,
  decline_code text,
  action_id text unique,
  behaviour text not null,
  card jsonb not null,
  created_at timestamptz not null default now(),
  constraint charges_reference unique (reference),
  constraint charges_sums check (0 <= refunded and refunded <= captured and captured <= amount)
);
create table if not exists sandbox_provider.refunds (
  id text primary key,
  reference text not null,
  charge_id text not null references sandbox_provider.charges,
  state text not null check (state in ('succeeded', 'failed')),
  currency text not null,
  amount bigint not null check (amount > 0),
  failure_code text,
  created_at timestamptz not null default now(),
  constraint refunds_reference unique (reference)
);
alter table sandbox_provider.charges add column if not exists charged_back bigint not null default 0;
do $$ begin
  if not exists (select 1 from pg_constraint where conname = 'charges_paid_back'
                    and conrelid = 'sandbox_provider.charges'::regclass) then
    alter table sandbox_provider.charges add constraint charges_paid_back
      check (charged_back >= 0 and refunded + charged_back <= captured);
  end if;
end $$;
create table if not exists sandbox_provider.disputes (
  id text primary key,
  charge_id text not null references sandbox_provider.charges,
  state text not null check (state in ('open', 'won', 'lost')),
  version integer not null default 1,
  currency text not null,
  amount bigint not null check (amount > 0),
  fee bigint not null check (fee >= 0),
  reason text not null,
  evidence text,
  evidence_due_at timestamptz not null,
  created_at timestamptz not null default now()
);
create index if not exists disputes_charge on sandbox_provider.disputes (charge_id);
create table if not exists sandbox_provider.payouts (
  id text primary key,
  reference text not null,
  state text not null check (state in ('paid', 'failed')),
  currency text not null,
  amount bigint not null check (amount > 0),
  destination text not null,
  failure_code text,
  created_at timestamptz not null default now(),
  constraint payouts_reference unique (reference)
);
create table if not exists sandbox_provider.calls (
  key text primary key,
  request text not null,
  answer jsonb not null,
  called_at timestamptz not null default now()
);
create table if not exists sandbox_provider.webhooks (
  id bigint generated always as identity primary key,
  event_id text not null,
  family text not null,
  body text not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  delivered_at timestamptz,
  given_up_at timestamptz
);
create index if not exists webhooks_due on sandbox_provider.webhooks (due_at)
  where delivered_at is null and given_up_at is null;
create table if not exists sandbox_provider.faults (
  id bigint generated always as identity primary key,
  operation text not null,
  mode text not null,
  times integer not null,
  delay_ms integer not null,
  booked boolean not null
);
create or replace function sandbox_provider.charge_view(c sandbox_provider.charges) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('object', 'charge', 'id', c.id, 'reference', c.reference, 'state', c.state,
    'version', c.version, 'currency', c.currency, 'amount', c.amount, 'captured', c.captured, 'refunded', c.refunded,
    'declineCode', c.decline_code, 'actionId', c.action_id, 'card', c.card))
$$;
create or replace function sandbox_provider.refund_view(r sandbox_provider.refunds) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('object', 'refund', 'id', r.id, 'reference', r.reference,
    'chargeId', r.charge_id, 'state', r.state, 'version', 1, 'currency', r.currency, 'amount', r.amount,
    'failureCode', r.failure_code))
$$;
create or replace function sandbox_provider.dispute_view(d sandbox_provider.disputes) returns jsonb language sql stable as $$
  select jsonb_build_object('object', 'dispute', 'id', d.id, 'chargeId', d.charge_id, 'state', d.state,
    'version', d.version, 'currency', d.currency, 'amount', d.amount, 'fee', d.fee, 'reason', d.reason,
    'isWithdrawn', d.state <> 'won', 'hasEvidence', d.evidence is not null, 'evidenceDueAt', d.evidence_due_at)
$$;
create or replace function sandbox_provider.payout_view(p sandbox_provider.payouts) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('object', 'payout', 'id', p.id, 'reference', p.reference,
    'state', p.state, 'version', 2, 'currency', p.currency, 'amount', p.amount, 'failureCode', p.failure_code))
$$;
create or replace function sandbox_provider.envelope(event_id text, event_type text, object jsonb) returns text
language sql stable as $$
  select jsonb_build_object('id', event_id, 'type', event_type, 'createdAt', now(), 'data', object)::text
$$;
`;

const LOCK = 7_316_402_118;

/** Makes the books when they do not exist; several providers may start at once. */
export async function createBooks(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [LOCK]);
    await client.query(SCHEMA);
    await client.query(STATEMENT_SCHEMA);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
