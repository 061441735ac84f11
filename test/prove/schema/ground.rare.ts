import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A row as another one is, but for what is said. */
const copy = (table: string, where: string, changes: object): string =>
  `insert into ${table} overriding system value
   select (jsonb_populate_record(t, ${pg.escapeLiteral(JSON.stringify(changes))}::jsonb)).*
     from ${table} t where ${where} limit 1`;

/** A version of terms that waits for the second person. */
const proposed = (table: string): string =>
  copy(table, 'true', { id: randomUUID(), version: 2_000, proposed_by: 'a', approved_by: null, approved_at: null });

const CONVERTED = { quote_id: randomUUID(), settled_currency: 'KWD', settled: 100, spread: 1 };

/** What is rare, written by hand into a transaction that never commits. */
export const RARE: readonly string[] = [
  copy('payment_parts', `store_credit = 0`, { seller_order_id: randomUUID(), ...CONVERTED }),
  copy('refunds', `state = 'succeeded'`, { id: randomUUID(), source_id: 'converted', ...CONVERTED }),
  `insert into payout_skips (seller_id, currency, reason, run_at)
   values (gen_random_uuid(), 'USD', 'no_payout_account', now())`,
  `insert into ledger.hold (id, account_id, amount, source_type, source_id, kind, actor_type, actor_id, expires_at)
   select gen_random_uuid(), id, 1, 'order', 'one', 'placed', 'system', 'orders', now() from ledger.account limit 1`,
  copy('payment_attempts', `purpose = 'capture'`, {
    id: randomUUID(),
    purpose: 'void',
    provider_key: 'a void',
  }),
  copy('payouts', `state = 'paid'`, { id: randomUUID(), run_at: '2020-01-01', state: 'failed' }),
  `update payouts set retry_of = (select id from payouts where state = 'paid' limit 1) where run_at = '2020-01-01'`,
  copy('payouts', `state = 'paid'`, {
    id: randomUUID(),
    run_at: '2020-01-02',
    state: 'draft',
    approval_reasons: ['large'],
    retry_of: null,
  }),
  `insert into account_freezes (id, account_id, reason, frozen_by, frozen_at)
   select gen_random_uuid(), id, 'x', gen_random_uuid(), now() from ledger.account limit 1`,
  `update payouts set reversing = 1, reversed = 1 where id = (select id from payouts where state = 'paid' limit 1)`,
  `insert into debt_collections
     (id, seller_id, payout_id, provider, currency, amount, requested_by, requested_at, updated_at)
   select gen_random_uuid(), seller_id, id, provider, currency, 5, gen_random_uuid(), now(), now()
     from payouts where state = 'paid' limit 1`,
  copy('debt_collections', 'true', {
    id: randomUUID(),
    state: 'collected',
    submitted_at: '2020-01-01',
    settled_at: '2020-01-01',
    provider_reference: 'trr_1',
    surplus: 1,
  }),
  copy('debt_collections', `state = 'requested'`, {
    id: randomUUID(),
    state: 'refused',
    settled_at: '2020-01-01',
    failure_code: 'balance_insufficient',
  }),
  `insert into payout_alarms (id, currency, day, total, ceiling, raised_at)
   values (gen_random_uuid(), 'USD', '2020-01-01', 2, 1, now())`,
  `insert into payout_approvals (payout_id, approved_by, binding_hash, approved_at)
   select id, gen_random_uuid(), binding_hash, now() from payouts where binding_hash is not null limit 1`,
  copy('seller_statements', 'true', { id: randomUUID(), seller_id: randomUUID(), number: 1 }),
  `insert into reconciliation_proposals
     (id, item_id, resolution, currency, amount, binding_hash, proposed_by, proposed_at)
   select gen_random_uuid(), id, 'provider_fee', 'USD', 5, repeat('a', 64), gen_random_uuid(), now()
     from reconciliation_items limit 1`,
  copy('invoice_write_offs', 'true', {
    id: randomUUID(),
    state: 'proposed',
    amount: null,
    decided_by: null,
    decided_at: null,
  }),
  copy(
    'payment_attempts',
    `purpose = 'authorise' and not exists (select from payment_attempts o
    where o.payment_id = t.payment_id and o.state in ('sent', 'unknown', 'requires_action'))`,
    {
      id: randomUUID(),
      state: 'requires_action',
      provider_key: 'asked',
      request_key: 'asked',
    },
  ),
  `update tier_changes set proposal_id = (select id from tier_proposals limit 1)
    where id = (select id from tier_changes limit 1)`,
  `update reconciliation_items set booked_journal_id = (select id from ledger.journal limit 1)
    where id = (select id from reconciliation_items where external_id is not null limit 1)`,
  `insert into reconciliation_accounts (id, code, kind, provider, expected_from, created_at)
   values (gen_random_uuid(), 'spare', 'bank', 'spare', now(), now())`,
  copy('affiliate_payouts', `state = 'paid'`, {
    id: randomUUID(),
    state: 'created',
    decided_by: null,
    decided_at: null,
    bank_reference: null,
  }),
  copy('order_requests', `state = 'refused'`, { id: randomUUID(), cart_id: randomUUID(), state: 'requested' }),
  copy('goodwill_grants', 'not is_within_limit', {
    id: randomUUID(),
    state: 'granted',
    decided_by: randomUUID(),
    decided_at: '2020-01-01',
  }),
  `insert into credit_transfers
   select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'buyer_id', null, 'company_id', c.id,
     'state', 'proposed', 'decided_by', null, 'decided_at', null))).*
     from credit_transfers t, companies c limit 1`,
  copy('reviews', 'true', { id: randomUUID(), reference: 'elsewhere' }),
  copy('seller_verifications', 'true', { id: randomUUID(), outcome: null, decided_by: null, decided_at: null }),
  `insert into sandbox_references values ('seller', 'otter', '{}')`,
  `insert into risk_rulesets values (9000, '{}', '{}', now(), 'test')`,
  `insert into fee_scopes (component, seller_id) values ('commission', gen_random_uuid()), ('fixed_fee', gen_random_uuid())`,
  `insert into fee_rules (id, scope_no, bps, valid_from, replaces, created_at, created_by)
   select gen_random_uuid(), (select max(no) from fee_scopes), 5, now(), id, now(), 'test' from fee_rules limit 1`,
  `insert into balance_report_schedules select id, '2020-01-01', true, gen_random_uuid(), now()
     from reconciliation_accounts where code = 'spare'`,
  `insert into balance_report_days select account_id, '2020-01-01', 2, now(), 'It was late.' from balance_report_schedules`,
  `insert into balance_report_days
   select s.account_id, '2020-01-02', 1, now(), null, f.id, now() from balance_report_schedules s, reconciliation_files f limit 1`,
  ...[
    'chargeback_policies',
    'payout_countries',
    'payout_terms',
    'reconciliation_thresholds',
    'settlement_policies',
  ].map(proposed),
];
