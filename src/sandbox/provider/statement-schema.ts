/** What reports are made of: movements of our balance at the provider and of the account at its bank. */
export const STATEMENT_SCHEMA = `
alter table sandbox_provider.disputes add column if not exists fee_returned bigint not null default 0;
alter table sandbox_provider.disputes add column if not exists ended_at timestamptz;
alter table sandbox_provider.payouts add column if not exists returned_at timestamptz;
create table if not exists sandbox_provider.settlements (
  id text primary key,
  currency text not null,
  amount bigint not null check (amount > 0),
  created_at timestamptz not null default now()
);
create table if not exists sandbox_provider.balance_transactions (
  seq bigint generated always as identity,
  id text primary key,
  type text not null,
  currency text not null,
  gross bigint not null,
  fee bigint not null,
  source_id text not null,
  reference text,
  settlement_id text references sandbox_provider.settlements,
  created_at timestamptz not null default now()
);
create table if not exists sandbox_provider.bank_lines (
  seq bigint generated always as identity,
  id text primary key,
  type text not null check (type in ('settlement', 'payout', 'return', 'credit')),
  currency text not null,
  amount bigint not null check (amount <> 0),
  end_to_end text,
  counterparty text not null,
  body text not null,
  created_at timestamptz not null default now()
);
create or replace function sandbox_provider.payout_view(p sandbox_provider.payouts) returns jsonb language sql stable as $$
  select jsonb_strip_nulls(jsonb_build_object('object', 'payout', 'id', p.id, 'reference', p.reference,
    'state', case when p.returned_at is null then p.state else 'returned' end,
    'version', case when p.returned_at is null then 2 else 3 end,
    'currency', p.currency, 'amount', p.amount, 'failureCode', p.failure_code))
$$;
`;
