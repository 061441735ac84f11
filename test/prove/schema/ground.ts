import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { TestApp } from '../../support/index.js';
import { disputesOf, openDispute } from '../../support/world.disputes.js';
import { staff } from '../../support/world.identity.js';
import { pay, placedOrder, post } from '../../support/world.orders.js';
import {
  deliveredSale,
  indebtedShop,
  openShop,
  paidSale,
  refund,
  released,
  units,
} from '../../support/world.refunds.js';
import { runPayouts, settled } from '../../modules/settlement/settlement-app.js';
import { confirmed, discounted, foreign, onAccount } from './ground.credit.js';
import { documents, files, gifts, passedOn, reports, terms } from './ground.papers.js';
import { partners } from './ground.partners.js';

/** What companies, sellers, buyers, banks and staff do until nearly every table of money has rows. */
export async function everyKindOfRow(app: TestApp): Promise<void> {
  await trade(app);
  await foreign(app);
  await discounted(app);
  await files(app);
  await gifts(app);
  await partners(app);
  await confirmed(app);
  await onAccount(app);
  await documents(app);
  await terms(app);
  await reports(app);
  await passedOn(app);
}

/** Sales by card and what becomes of them: refunds, a dispute, holds, debts, payouts. */
export async function trade(app: TestApp): Promise<void> {
  const [finance, other, risk] = [await staff(app, 'finance'), await staff(app, 'finance'), await staff(app, 'risk')];
  const shop = await openShop(app, { tier: 'T0' });
  const [early, late, disputed] = [
    await paidSale(app, shop),
    await deliveredSale(app, shop),
    await paidSale(app, shop),
  ];
  await refund(app, shop.seller.token, early, units(early, 2));
  await post(app, shop.ada.token, `/v1/seller-orders/${(await paidSale(app, shop)).sellerOrderId}/cancellation`);
  await pay(app, shop.ada, await placedOrder(app, shop.ada, { variantId: shop.variantId }), 'tok_needs_action');
  await released(app, late.id);
  await refund(app, shop.seller.token, late, units(late, 2));

  await openDispute(app, disputed.paymentId);
  const [dispute] = await disputesOf(app, risk, disputed.paymentId);
  const evidence = { text: 'Signed for on Monday.', links: ['https://example.com/proof.pdf'] };
  await post(app, shop.seller.token, `/v1/disputes/${dispute?.id}/evidence`, evidence);
  const hold = { sellerId: shop.seller.sellerId, currency: 'USD', reason: 'investigation', amount: 4_000 };
  await post(app, risk.token, '/v1/risk/seller-holds', hold, randomUUID());

  const debts = `/v1/finance/sellers/${(await indebtedShop(app)).seller.sellerId}`;
  const amount = { amount: 1_000, currency: 'USD' };
  await post(app, finance.token, `${debts}/debt-receipts`, { amount, bankReference: `bank-${randomUUID()}` });
  await app.sql(`insert into debt_terms values (2, 0, 'test', now())`);
  const given = await post(app, finance.token, `${debts}/write-offs`, { amount, reason: 'The company was dissolved.' });
  await post(app, other.token, `/v1/finance/write-offs/${(given.body as { id: string }).id}/approval`);
  await post(app, finance.token, `${debts}/write-offs`, { amount, reason: 'The rest of it.' });
  const switched = { scope: 'currency:KWD', isEnabled: false, reason: 'a proof' };
  await post(app, finance.token, '/v1/finance/payout-switches', switched);

  const paid = await openShop(app);
  await released(app, (await deliveredSale(app, paid)).id);
  await app.sql(`update seller_payout_accounts set changed_at = changed_at - interval '72 hours'`);
  await runPayouts(app);
  await settled(app);
}

/** A row as another one is, but for what is said. */
const copy = (table: string, where: string, changes: object): string =>
  `insert into ${table} overriding system value
   select (jsonb_populate_record(t, ${pg.escapeLiteral(JSON.stringify(changes))}::jsonb)).*
     from ${table} t where ${where} limit 1`;

const CONVERTED = { quote_id: randomUUID(), settled_currency: 'KWD', settled: 100, spread: 1 };

/** What is rare, written by hand into a transaction that never commits. */
export const RARE: readonly string[] = [
  copy('payment_parts', `store_credit = 0`, { seller_order_id: randomUUID(), ...CONVERTED }),
  copy('refunds', `state = 'succeeded'`, { id: randomUUID(), source_id: 'converted', ...CONVERTED }),
  `insert into payout_skips (seller_id, currency, reason, run_at)
   values (gen_random_uuid(), 'USD', 'no_payout_account', now())`,
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
  `insert into balance_report_schedules select id, '2020-01-01', true, gen_random_uuid(), now()
     from reconciliation_accounts where code = 'spare'`,
  `insert into balance_report_days select account_id, '2020-01-01', 2, now(), 'It was late.' from balance_report_schedules`,
  `insert into balance_report_days
   select s.account_id, '2020-01-02', 1, now(), null, f.id, now() from balance_report_schedules s, reconciliation_files f limit 1`,
  copy('settlement_policies', 'true', {
    id: randomUUID(),
    version: 2_000,
    proposed_by: 'a',
    approved_by: null,
    approved_at: null,
  }),
];

/** With what is computed out of the row, as SQL. */
const changed = (table: string, where: string, changes: string): string =>
  `insert into ${table} overriding system value
   select (jsonb_populate_record(t, jsonb_build_object(${changes}))).* from ${table} t where ${where} limit 1`;

/** An entry of the books that no statement has, as often as is said. */
const internalItem = (entry: string, times = 1, origin = 'internal'): string =>
  `insert into reconciliation_items overriding system value
   select (jsonb_populate_record(t.r, jsonb_build_object('id', gen_random_uuid(), 'origin', '${origin}',
            'external_id', null, 'file_id', null, 'match_id', null, 'status', 'waiting', 'booked_journal_id', null,
            'journal_id', i.journal_id, 'entry_line', i.line))).*
     from (select r from reconciliation_items r where external_id is not null limit 1) t,
          (select ${entry} from ledger.entry e
            where not exists (select from reconciliation_items i where i.journal_id = e.journal_id) limit 1) i,
          generate_series(1, ${times})`;

const FREE = `'commission', 0, 'fixed_fee', 0, 'payment_fee', 0, 'fee_tax', 0, 'platform_discount', 0, 'seller_discount', 0`;
const FREE_TOTALS = `'commission_total', 0, 'fixed_fee_total', 0, 'payment_fee_total', 0, 'fee_tax_total', 0,
  'platform_discount', 0, 'seller_discount', 0`;

/** Rows that one rule alone refuses and in which more than two columns are as they must not be. */
export const REFUSED_ROWS: Readonly<Record<string, string>> = {
  order_lines_quantity_check: changed(
    'order_lines',
    'true',
    `'id', gen_random_uuid(), 'position', 99, 'quantity', 0, 'item_total', 0, 'total', tax + shipping, ${FREE}`,
  ),
  seller_orders_item_total_check: changed(
    'seller_orders',
    'payment_total is null',
    `'id', gen_random_uuid(), 'item_total', -1, 'total', tax_total + shipping_total - 1, ${FREE_TOTALS}`,
  ),
  seller_statement_month: changed(
    'seller_statements',
    'true',
    `'id', gen_random_uuid(), 'seller_id', gen_random_uuid(), 'period', period + 14,
     'starts_at', (period + 14)::timestamp at time zone 'UTC',
     'ends_at', (period + 14 + interval '1 month') at time zone 'UTC', 'issued_at', period + interval '9 months'`,
  ),
  reconciliation_items_origin_check: internalItem('e.journal_id, e.line', 1, 'odd'),
  fee_rules_replaces: changed(
    'fee_rules',
    'true',
    `'id', gen_random_uuid(), 'number', 99999, 'replaces', gen_random_uuid(), 'valid_from', '1990-01-01', 'valid_until', '1990-01-02'`,
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
  fee_rules_no_overlap: changed('fee_rules', 'true', `'id', gen_random_uuid(), 'number', 99999, 'replaces', null`),
};

/** What a trigger refuses. */
export const REFUSED_BY_TRIGGER: Readonly<Record<string, string>> = {
  settlement_policies_are_final: 'update settlement_policies set hold_days = hold_days + 1',
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
  payouts_four_eyes: `update payouts set state = 'approved' where run_at = '2020-01-02'`,
};
