import { ADDRESS } from '../support/world.orders.js';
import type { Things } from './access-world.js';

const REASON = { reason: 'Looked at it again.' };
const USD = (amount: number): object => ({ amount, currency: 'USD' });

/** Requests that would take effect if whoever sends them had the right to it. */
export function bodiesFor(things: Things): Readonly<Record<string, object>> {
  const { cartId, variantId, sellerId, categoryId } = things;
  const rule = { expression: 'feat.amount > 5.0', events: ['order.placed'], mode: 'shadow', points: 1 };
  const texts = { textEn: 'Small.', textZh: '小。' };
  return {
    users_setRoles: { roles: [] },
    apiKeys_create: { name: 'theirs', scopes: ['orders:read'] },
    apiKeys_rotate: { overlapDays: 1 },
    sellers_update: { displayName: 'Theirs' },
    sellers_verify: {
      legalName: 'Theirs',
      taxId: 'DE123456789',
      documents: [{ kind: 'identity', reference: 'upload_1' }],
    },
    standing_decide: { outcome: 'verified', ...REASON },
    standing_restrict: REASON,
    standing_liftRestriction: REASON,
    standing_suspend: REASON,
    standing_reinstate: REASON,
    members_update: { role: 'staff' },
    invitations_invite: { email: 'theirs@example.com', role: 'owner' },
    payoutAccount_put: { holder: 'Theirs', accountNumber: 'DE02120300000000202051', country: 'DE' },
    categories_edit: { nameEn: 'Theirs' },
    brands_edit: { name: 'Theirs' },
    brands_authorise: { sellerId, evidence: 'A letter.' },
    sellerListings_create: {
      title: 'A plain kettle',
      description: 'A kettle.',
      categoryId,
      condition: 'new',
      variants: [{ sku: 'theirs', price: USD(1000), shippingFee: USD(0) }],
    },
    listingStates_edit: { title: 'A plain kettle, theirs' },
    stock_adjust: { delta: 5, reason: 'received' },
    cases_decide: { decision: 'approve' },
    reports_report: { reason: 'other' },
    carts_add: { variantId, quantity: 1 },
    carts_change: { quantity: 2 },
    carts_coupon: { code: 'THEIRS-10' },
    coupons_createForSeller: { code: 'THEIRS-10', percentBps: 1_000 },
    carts_accept: { quoteVersion: 'a'.repeat(22) },
    orders_place: { cartId, shippingAddress: ADDRESS },
    sellerOrders_refusal: { reason: 'out_of_stock' },
    sellerOrders_cancellation: {},
    shipments_ship: { carrier: 'sandbox-post', trackingNumber: 'SP99999999' },
    refunds_refund: { everything: true, reason: 'returned' },
    reviews_write: { overall: 1, itemAsDescribed: 1, communication: 1, shippingSpeed: 1 },
    reviews_reply: { text: 'Thank you.' },
    payments_authorise: { card: { token: 'tok_approve' } },
    sellerHolds_place: { sellerId, currency: 'USD', amount: 100, reason: 'other' },
    sellerHolds_lift: REASON,
    disputes_addEvidence: { text: 'It was delivered.' },
    disputes_submit: { note: 'It was delivered.' },
    disputes_accept: REASON,
    disputes_setLiability: { liable: 'platform', feeTo: 'platform' },
    settlementPolicies_propose: {
      ...{ tier: 'T1', holdDays: 7, confirmedHoldDays: 1, reserveBps: 0, reserveDays: 0 },
      payoutCadence: 'daily',
    },
    categoryHolds_create: { categoryId, kind: 'digital', holdDays: 7 },
    legalTerms_addCap: { country: 'TH', capDays: 10, basis: 'The law.' },
    legalTerms_addTransit: { maxTransitDays: 30, domesticGraceDays: 3, crossBorderGraceDays: 10 },
    holds_release: REASON,
    holds_reject: REASON,
    rules_addVersion: { ...rule, ...texts },
    financeDebts_receive: { amount: USD(1), bankReference: 'theirs' },
    financeDebts_propose: { amount: USD(1), reason: 'Theirs.' },
    financePayouts_cancel: REASON,
    financeFx_set: { from: 'EUR', to: 'USD', rate: { num: 2, den: 1 }, provider: 'theirs' },
    financeFx_deal: { sold: { amount: 1, currency: 'EUR' }, received: USD(1), bankReference: 'theirs' },
    financePeriods_close: { endsOn: '2020-01-31' },
  };
}
