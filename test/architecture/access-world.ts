import { fromWire, toWire, type StaffRole } from '../../src/kernel/index.js';
import { bearer, type TestApp } from '../support/index.js';
import { creditLine, invoicedSale, member, transfer, USD } from '../support/world.companies.js';
import { disputesOf, openDispute } from '../support/world.disputes.js';
import { buyer, staff, type Person } from '../support/world.identity.js';
import { activeListing, stoppedListing } from '../support/world.listings.js';
import { ADDRESS, get, openCart, paidOrder, parcel, pay, placedOrder, post } from '../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../support/world.sellers.js';
import { documentThings } from './access-documents.js';
import { payoutThings } from './access-payouts.js';
import type { Principal } from './access-table.js';
import { creditThings } from './access-credit.js';
import { proposedTerms } from './access-terms.js';
import { treasuryThings } from './access-treasury.js';

const HELD_PRICE = 1_000_000;
/** As if its consumer had failed at every attempt. */
const DEAD = `update outbox_deliveries set state = 'dead' where id = (select min(id) from outbox_deliveries)
              returning id::text`;
const LONG_AGO = '2020-01-01T00:00:00.000Z';

const COUPON = { code: 'MINE-10', percentBps: 1_000 };

interface Page {
  readonly data: readonly { readonly id: string }[];
}

interface Cast {
  readonly buyer: Person;
  readonly seller: ActiveSeller;
  readonly rival: ActiveSeller;
  readonly staff: Readonly<Record<StaffRole, Person>>;
}

export type Things = Readonly<Record<string, string>>;

export interface AccessWorld {
  /** Keys of the seller with one scope each; two, so that every operation has one that lacks its scope. */
  readonly narrowKeys: Readonly<Record<'reviews:write' | 'orders:read', string>>;
  readonly tokens: Readonly<Record<Principal, string | undefined>>;
  /** Things of the buyer and of the seller, by the name of the path parameter. */
  readonly things: Things;
}

/** One of everything that a path can name, made over HTTP. */
export async function accessWorld(app: TestApp): Promise<AccessWorld> {
  const cast: Cast = {
    buyer: await buyer(app, { email: 'invited@example.com', createdAt: LONG_AGO }),
    seller: await activeSeller(app),
    rival: await activeSeller(app),
    staff: {
      moderator: await staff(app, 'moderator'),
      risk: await staff(app, 'risk'),
      finance: await staff(app, 'finance'),
      admin: await staff(app, 'admin'),
    },
  };
  const stranger = await buyer(app);
  const trade = await tradeOf(app, cast);
  return {
    narrowKeys: {
      'reviews:write': await narrowKey(app, cast.seller, 'reviews:write'),
      'orders:read': await narrowKey(app, cast.seller, 'orders:read'),
    },
    tokens: {
      anonymous: undefined,
      buyer: cast.buyer.token,
      'other buyer': stranger.token,
      seller: cast.seller.token,
      'API key': cast.seller.apiKey,
      'other seller': cast.rival.token,
      moderator: cast.staff.moderator.token,
      risk: cast.staff.risk.token,
      finance: cast.staff.finance.token,
      admin: cast.staff.admin.token,
    },
    things: {
      ...trade,
      ...(await heldPayments(app, cast)),
      ...(await cases(app, cast)),
      ...(await accountThings(app, cast)),
      ...(await bookThings(app, cast)),
      ...(await proposedWriteOff(app, cast)),
      ...(await payoutThings(app, cast.staff.finance)),
      ...(await documentThings(app, cast.seller)),
      ...(await termThings(app, cast)),
      ...(await judgedThings(app, cast)),
      ...(await stoppedMoney(app, cast)),
      ...(await statementThings(app, cast)),
      ...(await tradeOnAccount(app, cast)),
      ...(await creditThings(app, cast.staff.admin, cast.buyer)),
      ...(await treasuryThings(app, cast.staff.admin, cast.seller)),
    },
  };
}

/** A basket from two sellers, delivered, reviewed and paid out; and an open cart. */
async function tradeOf(app: TestApp, { buyer: person, seller, rival }: Cast): Promise<Things> {
  const mine = await activeListing(app, seller, { stock: 50 });
  const other = await activeListing(app, rival, { stock: 50 });
  const order = await paidOrder(app, person, mine, other);
  const sellerOrderId = order.sellerOrders.find((each) => each.sellerId === seller.sellerId)?.id ?? '';
  const path = `/v1/seller-orders/${sellerOrderId}`;
  await made(post(app, seller.token, `${path}/acceptance`));
  await made(post(app, seller.token, `${path}/shipments`, parcel()));
  await made(post(app, seller.token, `${path}/delivery`));
  await app.drain();
  const scores = { overall: 5, itemAsDescribed: 5, communication: 4, shippingSpeed: 5 };
  const reviewId = await made(post(app, person.token, `${path}/review`, scores));
  // Over the end of a month: the seller has a statement and an invoice.
  await app.advance('P32D');
  const payouts = await get<Page>(app, seller.token, `/v1/sellers/${seller.sellerId}/payouts`);
  const cart = await openCart(app, person, mine);
  const quoteId = await made(post(app, person.token, '/v1/fx/quotes', { from: 'EUR', to: 'USD' }));
  return {
    orderId: order.id,
    paymentId: order.paymentId,
    sellerOrderId,
    reviewId,
    payoutId: first(payouts),
    cartId: cart.id,
    quoteId,
    listingId: mine.listingId,
    variantId: mine.variantId,
  };
}

/** More than one, because the queue gives every analyst one of its own. */
async function heldPayments(app: TestApp, { seller, staff: { risk } }: Cast): Promise<Things> {
  const dear = await activeListing(app, seller, { stock: 9, price: HELD_PRICE });
  for (let i = 0; i < 2; i += 1) {
    const person = await buyer(app, { createdAt: LONG_AGO });
    await pay(app, person, await placedOrder(app, person, dear));
  }
  await app.drain();
  const holds = await get<{ data: { id: string; decisionId: string }[] }>(app, risk.token, '/v1/risk/holds');
  return { holdId: first(holds), decisionId: holds.data[0]?.decisionId ?? '' };
}

async function cases(app: TestApp, { seller, staff: { moderator } }: Cast): Promise<Things> {
  const removed = await stoppedListing(app, seller);
  const [decided] = (await get<Page>(app, moderator.token, '/v1/moderation/cases')).data;
  const path = `/v1/moderation/cases/${decided?.id}`;
  await made(post(app, moderator.token, `${path}/claim`));
  const explanation = 'A copy of a brand that the seller does not represent.';
  const decision = { decision: 'remove', ground: 'incompatible', explanation };
  await made(post(app, moderator.token, `${path}/decision`, decision));
  await app.drain();
  const listing = await get<{ statementId: string }>(
    app,
    seller.token,
    `/v1/sellers/${seller.sellerId}/listings/${removed.id}`,
  );
  await stoppedListing(app, seller, { title: 'Watch, 1:1 replica, mirror quality' });
  await stoppedListing(app, seller, { title: 'Scarf, 1:1 replica, mirror quality' });
  const open = await get<Page>(app, moderator.token, '/v1/moderation/cases');
  return { caseId: first(open), statementId: listing.statementId };
}

async function accountThings(app: TestApp, { seller }: Cast): Promise<Things> {
  const base = `/v1/sellers/${seller.sellerId}`;
  const invite = async (email: string): Promise<{ invitationId: string; acceptanceCode: string }> => {
    const { body } = await post(app, seller.token, `${base}/invitations`, { email, role: 'staff' });
    return body as { invitationId: string; acceptanceCode: string };
  };
  return {
    sellerId: seller.sellerId,
    userId: seller.userId,
    keyId: await made(post(app, seller.token, `${base}/api-keys`, { name: 'spare', scopes: ['orders:read'] }), 'keyId'),
    ...(await invite('invited@example.com')),
    otherInvitationId: (await invite('not-here@example.com')).invitationId,
  };
}

async function narrowKey(app: TestApp, { sellerId, token }: ActiveSeller, scope: string): Promise<string> {
  return made(post(app, token, `/v1/sellers/${sellerId}/api-keys`, { name: scope, scopes: [scope] }), 'key');
}

async function bookThings(app: TestApp, { seller, staff: { finance, moderator, risk } }: Cast): Promise<Things> {
  const [categories, brands] = await Promise.all([list(app, '/v1/categories'), list(app, '/v1/brands')]);
  const grant = { sellerId: seller.sellerId, evidence: 'A letter of the brand.' };
  await made(post(app, moderator.token, `/v1/brands/${first(brands)}/authorisations`, grant));
  const [delivery] = await app.sql<{ id: string }>(DEAD);
  return {
    categoryId: first(categories),
    brandId: first(brands),
    accountId: first(await list(app, '/v1/finance/accounts', finance)),
    journalId: first(await list(app, '/v1/finance/journals', finance)),
    ruleId: first(await list(app, '/v1/risk/rules', risk)),
    feeRuleId: first(await list(app, '/v1/finance/fee-rules', finance)),
    couponId: await made(post(app, seller.token, `/v1/sellers/${seller.sellerId}/coupons`, COUPON)),
    deliveryId: delivery?.id ?? '',
    code: 'not_found',
  };
}

/** A chargeback that concerns the seller alone, and a hold of its money. */
async function stoppedMoney(app: TestApp, { buyer: person, seller, staff: { risk } }: Cast): Promise<Things> {
  const { paymentId } = await paidOrder(app, person, await activeListing(app, seller, { stock: 5 }));
  await openDispute(app, paymentId);
  const hold = { sellerId: seller.sellerId, currency: 'USD', amount: 100, reason: 'other' };
  return {
    disputeId: (await disputesOf(app, risk, paymentId))[0]?.id ?? '',
    sellerHoldId: await made(post(app, risk.token, '/v1/risk/seller-holds', hold)),
  };
}

/** A company of the buyer that owes the seller's sale, and a transfer that nobody can place. */
async function tradeOnAccount(app: TestApp, { buyer: admin, seller, staff: { finance } }: Cast): Promise<Things> {
  const fields = { name: 'Otter Works GmbH', country: 'DE', taxId: 'DE123456789' };
  const companyId = await made(post(app, admin.token, '/v1/companies', fields));
  const buying = { companyId, id: fromWire('cmp', companyId) ?? '', admin };
  const line = await creditLine(app, finance, buying, { limit: USD(10_000_000) });
  const listing = await activeListing(app, seller, { stock: 5 });
  const { invoice } = await invoicedSale(app, buying, { seller, ...listing }, 1);
  const bankReceiptId = await made(transfer(app, finance, 100, 'Somebody'));
  const clerk = await member(app, buying);
  const { id: cartId } = await openCart(app, clerk, listing);
  const asked = { companyId, cartId, shippingAddress: ADDRESS, paymentMethod: 'on_account' };
  const orderRequestId = await made(post(app, clerk.token, '/v1/order-requests', asked));
  const ids = { companyId, memberId: clerk.userId, creditLineId: line.id, invoiceId: invoice.id };
  return { ...ids, bankReceiptId, orderRequestId };
}

/** As if somebody else of finance had proposed it. */
async function proposedWriteOff(app: TestApp, { seller, staff: { admin } }: Cast): Promise<Things> {
  const [row] = await app.sql<{ id: string }>(
    `insert into write_offs (id, seller_id, currency, amount, reason, proposed_by, proposed_at, updated_at)
     values (gen_random_uuid(), $1, 'USD', 1, 'Too small.', $2, now(), now()) returning id`,
    [fromWire('sel', seller.sellerId), fromWire('usr', admin.userId)],
  );
  return { writeOffId: toWire('wof', row?.id ?? '') };
}

/** A policy that somebody else of finance has proposed, and a category whose goods are held longer. */
async function termThings(app: TestApp, { staff: { admin, finance } }: Cast): Promise<Things> {
  const [row] = await app.sql<{ id: string }>(
    `insert into settlement_policies (id, tier, version, hold_days, confirmed_hold_days, reserve_bps, reserve_days,
       payout_cadence, proposed_by, proposed_at)
     select gen_random_uuid(), 'T1', 1 + max(version), 7, 1, 0, 0, 'daily', $1, now() from settlement_policies
      where tier = 'T1' returning id`,
    [fromWire('usr', admin.userId)],
  );
  const hold = { categoryId: first(await list(app, '/v1/categories')), kind: 'digital', holdDays: 7 };
  return {
    ...(await proposedTerms(app, admin)),
    settlementPolicyId: toWire('stp', row?.id ?? ''),
    categoryHoldId: await made(post(app, finance.token, '/v1/finance/category-holds', hold)),
  };
}

/** What was proposed for the tier of the other seller, and a seller order whose release is stopped. */
async function judgedThings(app: TestApp, { buyer: person, rival, staff: { risk } }: Cast): Promise<Things> {
  const [row] = await app.sql<{ id: string }>(
    `insert into tier_proposals (id, seller_id, from_tier, to_tier, reasons, facts, fingerprint, thresholds_version,
       proposed_at, updated_at)
     values (gen_random_uuid(), $1, 'T0', 'T3', '{risk_flag}', $2, 'x', 1, now(), now()) returning id`,
    [fromWire('sel', rival.sellerId), JSON.stringify({ sellerId: rival.sellerId, tier: 'T0', dueOrders: 0 })],
  );
  const order = await paidOrder(app, person, await activeListing(app, rival, { stock: 5 }));
  const [now] = await app.sql<{ at: Date }>('select max(placed_at) as at from orders');
  const expiresAt = new Date((now?.at ?? new Date()).getTime() + 86_400_000 * 30).toISOString();
  const hold = { sellerOrderId: order.sellerOrders[0]?.id, reason: 'risk_review', expiresAt };
  return {
    tierProposalId: toWire('tpr', row?.id ?? ''),
    releaseHoldId: await made(post(app, risk.token, '/v1/risk/release-holds', hold)),
  };
}

async function list(app: TestApp, path: string, person?: Person): Promise<Page> {
  const answer = await app.http.get(path).set(person ? bearer(person.token) : {});
  return answer.body as Page;
}

const first = ({ data }: Page): string => data[0]?.id ?? '';

async function made(sent: ReturnType<typeof post>, name = 'id'): Promise<string> {
  const { status, body, text } = await sent;
  if (status >= 300) throw new Error(`Not made: ${status} ${text}`);
  return (body as Record<string, string>)[name] ?? '';
}

/** A line of a bank that the books know nothing of. */
async function statementThings(app: TestApp, { staff: { finance } }: Cast): Promise<Things> {
  const path = '/v1/finance/reconciliation';
  const fields = { code: 'house-bank', kind: 'bank', provider: 'sandbox' };
  const statementAccountId = await made(post(app, finance.token, `${path}/accounts`, fields));
  const upload = app.http.post(`${path}/accounts/${statementAccountId}/files?format=bank_csv`);
  const file = 'entry_id,value_date,amount,currency\na-1,2026-03-04,-5.00,USD\n';
  const statementFileId = await made(
    Promise.resolve(upload.set(bearer(finance.token)).set('Content-Type', 'text/csv').send(file)),
  );
  const breakId = first(await get<Page>(app, finance.token, `${path}/breaks`));
  return { statementAccountId, statementFileId, breakId };
}
