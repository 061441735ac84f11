import { fromWire, toWire } from '../../src/kernel/index.js';
import type { TestApp } from '../support/index.js';
import type { Person } from '../support/world.identity.js';
import { get, post } from '../support/world.orders.js';
import type { ActiveSeller } from '../support/world.sellers.js';

type Things = Readonly<Record<string, string>>;

/** The rows of what the platform gives away and pays to others; how to read them stands at the table. */
export const TREASURY_ACCESS: Readonly<Record<string, string>> = {
  goodwill_grant: '- xx xxx ++++',
  goodwill_list: '- xx xxx ++++',
  goodwill_limits: '- xx xxx ++++',
  goodwill_setLimit: '- xx xxx xxx+',
  goodwill_approve: '- xx xxx xx++',
  goodwill_refuse: '- xx xxx xx++',
  taxFilings_periods: '- xx xxx xx++',
  taxFilings_list: '- xx xxx xx++',
  taxFilings_record: '- xx xxx xx++',
  taxFilings_pay: '- xx xxx xx++',
  taxFilings_withdraw: '- xx xxx xx++',
  subscriptions_plans: '+ ++ +++ ++++',
  subscriptions_addPlan: '- xx xxx xx++',
  subscriptions_get: '- xx +x0 xx++',
  subscriptions_subscribe: '- xx +x0 xxxx',
  subscriptions_cancel: '- xx +x0 xxxx',
  subscriptions_resume: '- xx +x0 xxxx',
  subscriptions_invoices: '- xx +x0 xx++',
  subscriptions_refund: '- xx xxx xx++',
  labels_list: '- xx ++0 xxxx',
  labels_request: '- xx ++0 xxxx',
  labels_get: '- xx ++0 xxxx',
  labels_void: '- xx ++0 xxxx',
  carrierInvoices_list: '- xx xxx xx++',
  carrierInvoices_record: '- xx xxx xx++',
  carrierInvoices_pay: '- xx xxx xx++',
  affiliates_apply: '- ++ +x+ ++++',
  // Of the staff the admin has applied.
  affiliates_mine: '- 00 0x0 000+',
  affiliates_referrals: '- 00 0x0 000+',
  financeAffiliates_list: '- xx xxx xx++',
  financeAffiliates_activate: '- xx xxx xx++',
  financeAffiliates_suspend: '- xx xxx xx++',
  financeAffiliates_terms: '- xx xxx xx++',
  financeAffiliates_setTerms: '- xx xxx xx++',
  financeAffiliates_createPayout: '- xx xxx xx++',
  financeAffiliates_listPayouts: '- xx xxx xx++',
  financeAffiliates_pay: '- xx xxx xx++',
  financeAffiliates_fail: '- xx xxx xx++',
  financeAffiliates_giveBack: '- xx xxx xx++',
};

/** Requests that would take effect if whoever sends them had the right to it. */
export function treasuryBodies({ userId, planId }: Things): Readonly<Record<string, object>> {
  const reason = 'Looked at it again.';
  return {
    goodwill_grant: { buyerId: userId, amount: { amount: 1, currency: 'USD' }, reason },
    goodwill_setLimit: { role: 'moderator', daily: { amount: 1, currency: 'USD' } },
    taxFilings_record: { period: '2020-01', currency: 'USD', reference: 'theirs' },
    taxFilings_pay: { bankReference: 'theirs' },
    taxFilings_withdraw: { reason },
    subscriptions_addPlan: {
      ...{ code: 'theirs', nameEn: 'Theirs', nameZh: '他们的', fee: { amount: 1, currency: 'USD' }, taxBps: 0 },
    },
    subscriptions_subscribe: { planId },
    subscriptions_refund: { reason },
    labels_request: { carrier: 'sandbox-post', service: 'standard', weightGrams: 500 },
    carrierInvoices_record: {
      ...{ carrier: 'sandbox-post', number: 'theirs', until: '2030-01-01T00:00:00Z' },
      total: { amount: 1, currency: 'USD' },
    },
    carrierInvoices_pay: { bankReference: 'theirs' },
    affiliates_apply: { code: 'THEIRS' },
    financeAffiliates_suspend: { reason },
    financeAffiliates_setTerms: { commissionBps: 1, fundedBy: 'platform', windowDays: 1 },
    financeAffiliates_createPayout: { currency: 'USD' },
    financeAffiliates_pay: { bankReference: 'theirs' },
    financeAffiliates_fail: { reason },
    financeAffiliates_giveBack: { reason },
  };
}

/** Goodwill and a filing of tax that somebody else has proposed. */
export async function treasuryThings(app: TestApp, proposer: Person, seller: ActiveSeller): Promise<Things> {
  const by = fromWire('usr', proposer.userId);
  const [goodwill] = await app.sql<{ id: string }>(
    `insert into goodwill_grants (id, beneficiary, beneficiary_id, currency, amount, reason, is_within_limit,
       proposed_by, proposed_at, updated_at)
     values (gen_random_uuid(), 'buyer', gen_random_uuid(), 'USD', 1, 'Too late.', false, $1, now(), now()) returning id`,
    [by],
  );
  const [filing] = await app.sql<{ id: string }>(
    `insert into tax_filings (id, currency, period, collected, returned, amount, reference, recorded_by, recorded_at,
       updated_at)
     values (gen_random_uuid(), 'USD', '2020-01', 1, 0, 1, 'theirs', $1, now(), now()) returning id`,
    [by],
  );
  return {
    goodwillId: toWire('gdw', goodwill?.id ?? ''),
    taxFilingId: toWire('txf', filing?.id ?? ''),
    ...(await subscribed(app, proposer, seller)),
    ...(await referring(app, proposer)),
    ...(await labelled(app, proposer, seller)),
  };
}

/** The seller pays by the month. */
async function subscribed(app: TestApp, { token }: Person, seller: ActiveSeller): Promise<Things> {
  const fields = { code: 'basic', nameEn: 'Basic', nameZh: '基础版', fee: { amount: 1, currency: 'USD' }, taxBps: 0 };
  const { body: plan } = await post(app, token, '/v1/finance/subscription-plans', fields);
  const { id: planId } = plan as { id: string };
  const path = `/v1/sellers/${seller.sellerId}/subscription`;
  await post(app, seller.token, path, { planId });
  const { data } = await get<{ data: { id: string }[] }>(app, seller.token, `${path}/invoices`);
  return { planId, subscriptionInvoiceId: data[0]?.id ?? '' };
}

/** An affiliate, and a payout to it that was given up; the books have another journal in its place. */
async function referring(app: TestApp, person: Person): Promise<Things> {
  const { body } = await post(app, person.token, '/v1/affiliates', { code: 'SOMEBODY' });
  const { id: affiliateId } = body as { id: string };
  const [payout] = await app.sql<{ id: string }>(
    `insert into affiliate_payouts (id, affiliate_id, currency, amount, state, journal_id, created_by, created_at,
       updated_at, decided_by, decided_at)
     select gen_random_uuid(), $1, 'USD', 1, 'failed', id, $2, now(), now(), $2, now() from ledger.journal limit 1 returning id`,
    [fromWire('aff', affiliateId), fromWire('usr', person.userId)],
  );
  await app.sql(
    `insert into lifecycle_history (subject_type, subject_id, from_state, to_state, action, actor_type, actor_id, at)
     values ('affiliate_payout', $1, 'created', 'failed', 'fail', 'system', 'test', now())`,
    [payout?.id],
  );
  return { affiliateId, affiliatePayoutId: toWire('afp', payout?.id ?? '') };
}

/** A label of the seller that nobody has asked the carrier for, and an invoice that somebody else has recorded. */
async function labelled(app: TestApp, person: Person, { sellerId }: ActiveSeller): Promise<Things> {
  const [label] = await app.sql<{ id: string }>(
    `insert into labels (id, seller_order_id, order_id, seller_id, carrier, service, weight_grams, from_country, to_country,
       currency, requested_at, updated_at)
     values (gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), $1, 'sandbox-post', 'standard', 1, 'US', 'US',
       'USD', now(), now()) returning id`,
    [fromWire('sel', sellerId)],
  );
  const [invoice] = await app.sql<{ id: string }>(
    `insert into carrier_invoices (id, carrier, number, currency, total, labels, recorded_by, recorded_at, updated_at)
     values (gen_random_uuid(), 'sandbox-post', 'somebody', 'USD', 1, 1, $1, now(), now()) returning id`,
    [fromWire('usr', person.userId)],
  );
  return { labelId: toWire('lbl', label?.id ?? ''), carrierInvoiceId: toWire('cri', invoice?.id ?? '') };
}
