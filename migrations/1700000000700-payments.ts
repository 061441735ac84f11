import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Payments, what each seller order has in them, and one row for each call to the provider, written before the call.
 * The counters are the last word on how much may be captured and refunded.
 */
export class Payments1700000000700 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table payments (
        id uuid primary key,
        order_id uuid not null,
        buyer_id uuid not null,
        state text not null default 'created' check (state in
          ('created', 'requires_action', 'authorised', 'held', 'captured', 'voiding', 'voided', 'expired', 'failed')),
        version int not null default 1,
        currency char(3) not null,
        amount bigint not null check (amount > 0),
        authorised bigint not null default 0,
        captured bigint not null default 0,
        refunded bigint not null default 0,
        attempts int not null default 0,
        provider text not null,
        provider_ref text,
        provider_version int not null default 0,
        risk_facts jsonb not null,
        end_reason text,
        expires_at timestamptz not null,
        captured_at timestamptz,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        constraint payments_order unique (order_id),
        constraint payments_authorised check (authorised between 0 and amount),
        constraint payments_captured check (captured between 0 and authorised),
        constraint payments_refunded check (refunded between 0 and captured)
      );
      create unique index payments_provider_ref on payments (provider, provider_ref) where provider_ref is not null;
      create index payments_buyer on payments (buyer_id, id);

      create table payment_parts (
        payment_id uuid not null references payments,
        seller_order_id uuid not null,
        seller_id uuid not null,
        amount bigint not null check (amount > 0),
        captured bigint not null default 0,
        refunded bigint not null default 0,
        primary key (payment_id, seller_order_id),
        constraint payment_parts_captured check (captured between 0 and amount),
        constraint payment_parts_refunded check (refunded between 0 and captured)
      );

      create table payment_attempts (
        id uuid primary key,
        payment_id uuid not null references payments,
        refund_id uuid,
        purpose text not null check (purpose in ('authorise', 'capture', 'void', 'refund')),
        state text not null default 'sent' check (state in
          ('sent', 'unknown', 'requires_action', 'succeeded', 'declined', 'failed', 'unwanted', 'voided')),
        provider_key text not null unique,
        request_key text,
        currency char(3) not null,
        amount bigint not null check (amount > 0),
        provider_ref text,
        action_url text,
        decline_code text,
        card jsonb,
        created_at timestamptz not null,
        checked_at timestamptz not null,
        settled_at timestamptz
      );
      create unique index payment_attempts_one_authorisation on payment_attempts (payment_id)
        where purpose = 'authorise' and state in ('sent', 'unknown', 'requires_action');
      create unique index payment_attempts_one_capture on payment_attempts (payment_id)
        where purpose = 'capture' and state in ('sent', 'unknown', 'succeeded');
      create unique index payment_attempts_one_void on payment_attempts (payment_id, provider_ref)
        where purpose = 'void';
      create unique index payment_attempts_one_refund on payment_attempts (refund_id) where purpose = 'refund';
      create unique index payment_attempts_request on payment_attempts (payment_id, request_key)
        where request_key is not null;
      create index payment_attempts_open on payment_attempts (checked_at) where state in ('sent', 'unknown');
    `);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table payment_attempts, payment_parts, payments');
  }
}
