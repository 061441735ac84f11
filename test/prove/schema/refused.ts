/** With what is computed out of the row, as SQL. */
const changed = (table: string, where: string, changes: string): string =>
  `insert into ${table} overriding system value
   select (jsonb_populate_record(t, jsonb_build_object(${changes}))).* from ${table} t where ${where} limit 1`;

/** An entry of the books that no statement has, as often as is said. */
const internalItem = (entry: string, times = 1, origin = `'internal'`): string =>
  `insert into reconciliation_items overriding system value
   select (jsonb_populate_record(t.r, jsonb_build_object('id', gen_random_uuid(), 'origin', ${origin},
            'external_id', null, 'file_id', null, 'match_id', null, 'status', 'waiting', 'booked_journal_id', null,
            'journal_id', i.journal_id, 'entry_line', i.line))).*
     from (select r from reconciliation_items r where external_id is not null limit 1) t,
          (select ${entry} from ledger.entry e
            where not exists (select from reconciliation_items i where i.journal_id = e.journal_id) limit 1) i,
          generate_series(1, ${times})`;

const FREE = `'commission', 0, 'fixed_fee', 0, 'payment_fee', 0, 'fee_tax', 0, 'platform_discount', 0, 'seller_discount', 0`;
/** The name of the rule that a column is filled in. */
export const notNull = (table: string, column: string): string =>
  `null value in column "${column}" of relation "${table}" violates not-null constraint`;

/** Rows that one rule alone refuses and in which more than two columns are as they must not be. */
export const REFUSED_ROWS: Readonly<Record<string, string>> = {
  order_lines_quantity_check: changed(
    'order_lines',
    'refunded_units = 0',
    `'id', gen_random_uuid(), 'position', 99, 'variant_id', gen_random_uuid(), 'quantity', 0, 'item_total', 0, 'total', tax + shipping, ${FREE}`,
  ),
  seller_statement_month: changed(
    'seller_statements',
    'true',
    `'id', gen_random_uuid(), 'seller_id', gen_random_uuid(), 'period', period + 14,
     'starts_at', (period + 14)::timestamp at time zone 'UTC',
     'ends_at', (period + 14 + interval '1 month') at time zone 'UTC', 'issued_at', period + interval '9 months'`,
  ),
  reconciliation_items_origin_check: internalItem('e.journal_id, e.line', 1, `'odd'`),
  [notNull('reconciliation_items', 'origin')]: internalItem('e.journal_id, e.line', 1, 'null'),
  fee_rules_replaces: changed(
    'fee_rules',
    'true',
    `'id', gen_random_uuid(), 'number', 99999, 'replaces', gen_random_uuid(), 'valid_from', '1990-01-01', 'valid_until', '1990-01-02'`,
  ),
  [notNull('fee_rules', 'scope_no')]: changed(
    'fee_rules',
    'true',
    `'id', gen_random_uuid(), 'number', 99999, 'scope_no', null, 'replaces', null,
     'valid_from', '1990-01-01', 'valid_until', '1990-01-02'`,
  ),
  fee_scopes_once: changed('fee_scopes', 'true', `'no', 99999`),
  seller_statement_number: changed('seller_statements', 'true', `'id', gen_random_uuid(), 'currency', 'EUR'`),
  seller_statement_follows: changed(
    'seller_statements',
    'true',
    `'id', gen_random_uuid(), 'number', 9999, 'period', period + interval '1 year',
     'starts_at', (period + interval '1 year') at time zone 'UTC',
     'ends_at', (period + interval '13 months') at time zone 'UTC', 'issued_at', period + interval '14 months'`,
  ),
  reconciliation_items_of_books: internalItem('gen_random_uuid() as journal_id, 1 as line'),
  reconciliation_items_entry: internalItem('e.journal_id, e.line', 2),
  reconciliation_proposals_decision_check: changed(
    'reconciliation_proposals',
    'true',
    `'id', gen_random_uuid(), 'decision', 'odd', 'decided_by', gen_random_uuid(), 'decided_at', now()`,
  ),
  reconciliation_proposals_four_eyes: changed(
    'reconciliation_proposals',
    'true',
    `'id', gen_random_uuid(), 'decision', 'confirmed', 'decided_by', proposed_by, 'decided_at', now()`,
  ),
  coupons_owner_check: changed(
    'coupons',
    'true',
    `'id', gen_random_uuid(), 'code', 'ODD-1', 'owner', 'odd', 'seller_id', gen_random_uuid(), 'platform_bps', 0`,
  ),
  brand_authorisations_pkey: changed(
    'brand_authorisations',
    'true',
    `'revoked_at', now(), 'revoked_by', gen_random_uuid()`,
  ),
  listing_revisions_number_unique: changed('listing_revisions', 'true', `'id', gen_random_uuid(), 'state', 'approved'`),
  categories_pkey: changed('categories', 'depth = 1', `'path', 'fresh-root'`),
  sellers_about_check: changed('sellers', 'true', `'id', gen_random_uuid(), 'about', repeat('x', 2001)`),
  payment_parts_amount: changed(
    'payment_parts',
    'settled is null',
    `'seller_order_id', gen_random_uuid(), 'amount', 0, 'booked', 0, 'captured', 0, 'refunded', 0, 'charged_back', 0, 'lost', 0,
     'store_credit', 0, 'credit_hold_id', null, 'store_credit_returned', 0`,
  ),
  payments_amount: changed(
    'payments',
    'true',
    `'id', gen_random_uuid(), 'order_id', gen_random_uuid(), 'provider_ref', null, 'amount', 0, 'authorised', 0, 'captured', 0,
     'refunded', 0, 'charged_back', 0, 'store_credit', 0`,
  ),
  payout_items_pkey: `
    insert into payout_items overriding system value
    select (jsonb_populate_record(p, jsonb_build_object('journal_id', e.journal_id, 'line', e.line))).*
      from payout_items p, ledger.entry e
     where not exists (select from payout_items o where (o.journal_id, o.line) = (e.journal_id, e.line)) limit 1`,
  payouts_pkey: changed('payouts', 'retry_of is null', `'binding_hash', repeat('b', 64), 'run_at', '2020-01-03'`),
  seller_statement_balances_pkey: changed(
    'seller_statement_balances',
    'true',
    `'closing', closing + 1, 'increase', increase + 1`,
  ),
  subscription_plans_version: changed('subscription_plans', 'true', `'id', gen_random_uuid(), 'closed_at', now()`),
  fee_rules_no_overlap: changed('fee_rules', 'true', `'id', gen_random_uuid(), 'number', 99999, 'replaces', null`),
};

/** What a trigger refuses. */
export const REFUSED_BY_TRIGGER: Readonly<Record<string, string>> = {
  settlement_policies_are_final: 'update settlement_policies set hold_days = hold_days + 1',
  chargeback_policies_are_final: `update chargeback_policies set note = 'x'`,
  payout_countries_are_final: `update payout_countries set note = 'x'`,
  reconciliation_thresholds_are_final: `update reconciliation_thresholds set note = 'x'`,
  payout_terms_are_final: 'update payout_terms set minimum = minimum + 1',
  payouts_terms_are_fixed: 'update payouts set amount = amount + 1',
  account_receipts_line: `
    insert into account_receipts (id, external_line_id, currency, amount, value_on, remittance, recorded_by, recorded_at)
    select gen_random_uuid(), external_id, currency, 5, now(), 'x', gen_random_uuid(), now()
      from reconciliation_items where booked_journal_id is not null limit 1`,
  reconciliation_four_eyes: `
    with item as (insert into reconciliation_items overriding system value
      select (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid(), 'external_id', 'large', 'match_id', null,
               'amount', 900000000, 'difference', null, 'status', 'missing_internal'))).*
        from reconciliation_items r where external_id is not null limit 1)
    select 1;
    update reconciliation_items set status = 'ignored_with_reason', reason = 'x', resolved_by = gen_random_uuid(),
           resolved_at = now() where external_id = 'large'`,
  revenue_sweeps_earned: `
    insert into revenue_sweeps (item_id, currency, amount, made_by, made_at)
    select id, 'USD', 900000000, gen_random_uuid(), now()
      from reconciliation_items where id not in (select item_id from revenue_sweeps) limit 1`,
  seller_orders_of_open_seller: `
    update sellers set state = 'closed' where id in (select seller_id from seller_orders);
    insert into seller_orders overriding system value
    select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid()))).* from seller_orders s limit 1`,
  payouts_four_eyes: `update payouts set state = 'approved' where run_at = '2020-01-02'`,
};
