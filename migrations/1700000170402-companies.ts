import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Companies that buy, and what they may owe. `used` of a line is what is ordered and not paid yet; `ceiling` is its
 * limit, or what was used when the limit was cut below that, so that the check holds for both.
 */
export class Companies1700000170402 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(COMPANIES);
    await q.query(LINES);
    await q.query(USES);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table credit_releases, credit_reservations, credit_line_versions, credit_lines, company_members, companies;
      delete from lifecycle_history where subject_type = 'credit_line';
    `);
  }
}

const COMPANIES = `
  create table companies (
    id uuid primary key,
    name text not null,
    country char(2) not null,
    tax_id_sealed text not null,
    created_by uuid not null,
    created_at timestamptz not null
  );

  create table company_members (
    company_id uuid not null references companies,
    user_id uuid not null,
    role text not null check (role in ('buyer', 'admin')),
    added_by uuid not null,
    added_at timestamptz not null,
    primary key (company_id, user_id)
  );
  create index company_members_user on company_members (user_id);
`;

const LINES = `
  create table credit_lines (
    id uuid primary key,
    company_id uuid not null references companies,
    currency char(3) not null references ledger.currency,
    state text not null default 'active' check (state in ('active', 'suspended', 'closed')),
    version integer not null default 1,
    credit_limit bigint not null check (credit_limit >= 0),
    used bigint not null default 0,
    ceiling bigint not null,
    term_days integer not null check (term_days between 1 and 180),
    is_financed boolean not null,
    legal_entity text not null,
    is_suspended_for_overdue boolean not null default false,
    updated_at timestamptz not null,
    constraint credit_lines_one unique (company_id, currency),
    constraint credit_lines_used check (used between 0 and ceiling),
    constraint credit_lines_ceiling check (ceiling >= credit_limit)
  ) with (fillfactor = 50);

  create table credit_line_versions (
    line_id uuid not null references credit_lines,
    version integer not null,
    state text not null,
    credit_limit bigint not null,
    term_days integer not null,
    is_financed boolean not null,
    legal_entity text not null,
    reason text not null,
    actor_type text not null,
    actor_id text not null,
    changed_at timestamptz not null,
    primary key (line_id, version)
  );
`;

const USES = `
  create table credit_reservations (
    payment_id uuid primary key,
    order_id uuid not null,
    line_id uuid not null references credit_lines,
    line_version integer not null,
    company_id uuid not null references companies,
    currency char(3) not null,
    amount bigint not null check (amount > 0),
    freed bigint not null default 0,
    term_days integer not null,
    is_financed boolean not null,
    legal_entity text not null,
    reserved_by uuid not null,
    reserved_at timestamptz not null,
    constraint credit_reservations_freed check (freed between 0 and amount)
  );
  create index credit_reservations_line on credit_reservations (line_id);

  -- What was freed and why: each cause frees once.
  create table credit_releases (
    source_type text not null,
    source_id text not null,
    payment_id uuid not null references credit_reservations,
    amount bigint not null check (amount > 0),
    freed_at timestamptz not null,
    primary key (source_type, source_id)
  );
  create index credit_releases_payment on credit_releases (payment_id);
`;
