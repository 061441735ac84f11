import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What members of a company may spend alone, and orders that wait for somebody else of it to confirm them. */
export class OrderRequests1700000402003 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(MEMBERS);
    await q.query(REQUESTS);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop table order_requests;
      delete from lifecycle_history where subject_type = 'order_request';
      delete from deadlines where kind = 'order-request.expiry';
      update company_members set role = 'buyer' where role = 'approver';
      alter table company_members drop column spending_limits, drop constraint company_members_role_check,
        add constraint company_members_role_check check (role in ('buyer', 'admin'));
    `);
  }
}

const MEMBERS = `
  alter table company_members
    add column spending_limits jsonb check (jsonb_typeof(spending_limits) = 'object'),
    drop constraint company_members_role_check,
    add constraint company_members_role_check check (role in ('buyer', 'approver', 'admin'));
  comment on column company_members.spending_limits is
    'The most of one order without an approval, minor units by currency; null: no limit but the company''s';
`;

const REQUESTS = `
  create table order_requests (
    id uuid primary key,
    company_id uuid not null references companies,
    requested_by uuid not null,
    cart_id uuid not null,
    payment_method text not null check (payment_method in ('card', 'on_account')),
    payment_currency char(3) references ledger.currency,
    -- The cart as it was when the request was made: it is ordered only if it costs the same.
    quote_version text not null,
    totals jsonb not null,
    lines jsonb not null,
    details_sealed text not null,
    note text,
    state text not null default 'requested'
      check (state in ('requested', 'approved', 'refused', 'withdrawn', 'expired')),
    version integer not null default 1,
    requested_at timestamptz not null,
    expires_at timestamptz not null,
    updated_at timestamptz not null,
    decided_by uuid,
    decided_at timestamptz,
    refusal text,
    order_id uuid,
    constraint order_requests_four_eyes
      check (state not in ('approved', 'refused') or (decided_by is not null and decided_by <> requested_by)),
    constraint order_requests_ordered check (state <> 'approved' or order_id is not null),
    constraint order_requests_refused check (state <> 'refused' or refusal is not null),
    constraint order_requests_order unique (order_id)
  );
  create unique index order_requests_cart on order_requests (cart_id) where state = 'requested';
  create index order_requests_company on order_requests (company_id, id desc);
`;
