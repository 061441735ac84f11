import { fromWire, toWire } from '../../../src/kernel/index.js';
import { ProposeTiers } from '../../../src/modules/tiers/propose-tiers.js';
import { bearer, type TestApp } from '../../support/index.js';
import { feeRule } from '../../support/world.fees.js';
import { company } from '../../support/world.companies.js';
import { buyer, staff } from '../../support/world.identity.js';
import { activeSeller } from '../../support/world.sellers.js';
import { activeListing, categoryAt } from '../../support/world.listings.js';
import { post } from '../../support/world.orders.js';
import { deliveredSale, openShop, refund, released, units } from '../../support/world.refunds.js';
import { runPayouts, settled } from '../../modules/settlement/settlement-app.js';
import { monthAt, now, travel } from '../../modules/statements/statements-app.js';
import { did } from './ground.partners.js';

/** Sales of two months with taxed fees, some of it returned: statements, invoices and credit notes of both. */
export async function documents(app: TestApp): Promise<void> {
  await travel(app, monthAt(app, 1, 2, 12));
  const shop = await openShop(app);
  const { sellerId } = shop.seller;
  const fee = { component: 'fixed_fee', sellerId, taxBps: 2_000, amounts: [{ currency: 'USD', amount: 25 }] };
  await feeRule(app, shop.finance, fee);
  const listingFee = { component: 'listing_fee', sellerId, taxBps: 1_900, amounts: [{ currency: 'USD', amount: 200 }] };
  await feeRule(app, shop.finance, listingFee);
  await activeListing(app, shop.seller);
  const [kept, returned] = [await deliveredSale(app, shop), await deliveredSale(app, shop)];
  await refund(app, shop.seller.token, kept, units(kept, 2));
  await travel(app, monthAt(app, 1, 2, 12));
  await refund(app, shop.seller.token, returned, { everything: true });
  await app.drain();
  await travel(app, monthAt(app, 1, 2, 12));
}

const OURS = { name: 'Souk GmbH', account: 'DE02120300000000202051', bic: 'BYLADEM1001', isActive: true };

/** The bank has a file of payouts. */
const received = (batchId: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>bank-1</MsgId><CreDtTm>2026-11-23T08:00:00Z</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>
<OrgnlMsgId>${(fromWire('pba', batchId) ?? '').replaceAll('-', '')}</OrgnlMsgId>
<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>RCVD</GrpSts></OrgnlGrpInfAndSts></CstmrPmtStsRpt></Document>`;

/** A payout that leaves in a file, and what the bank answers about it. */
export async function files(app: TestApp): Promise<void> {
  const finance = await staff(app, 'finance');
  const route = (isActive: boolean) =>
    app.http
      .put('/v1/finance/payout-file-accounts/USD')
      .set(bearer(finance.token))
      .send({ ...OURS, isActive });
  const shop = await openShop(app);
  await released(app, (await deliveredSale(app, shop)).id);
  await app.sql(`update seller_payout_accounts set changed_at = changed_at - interval '72 hours'`);
  await route(true);
  await runPayouts(app);
  await settled(app);
  const batch = await post(app, finance.token, '/v1/finance/payout-batches', { currency: 'USD' });
  if (batch.status !== 201) throw new Error(`No file: ${batch.text}`);
  const { id } = batch.body as { id: string };
  await app.http
    .post(`/v1/finance/payout-batches/${id}/status-reports`)
    .set(bearer(finance.token))
    .set('Content-Type', 'application/xml')
    .send(received(id))
    .expect(200);
  const [payout] = await app.sql<{ id: string }>('select id from payouts where seller_id = $1', [
    fromWire('sel', shop.seller.sellerId),
  ]);
  const line = [payout?.id.replaceAll('-', ''), 'ACSC', '90.00', 'USD', 'bank-1', ''].join(',');
  const content = `end_to_end_id,status,amount,currency,reference,code\n${line}`;
  const results = `/v1/finance/payout-batches/${id}/results`;
  await post(app, finance.token, results, { content });
  await route(false);
}

/** What provider and bank report of all that, and a line that nobody knows. */
export async function reports(app: TestApp): Promise<void> {
  for (const format of ['balance_csv', 'bank_csv']) {
    const answer = await app.http.post('/v1/sandbox/statements').send({ format });
    if (answer.status !== 200) throw new Error(`Not taken in: ${answer.text}`);
  }
}

/** Revenue that was earned goes to our own account, and the tax of the month before last to the authorities. */
export async function passedOn(app: TestApp): Promise<void> {
  const [finance, other] = [await staff(app, 'finance'), await staff(app, 'finance')];
  const accounts = '/v1/finance/reconciliation/accounts';
  const ours = { code: 'house-bank', kind: 'bank', provider: 'sandbox' };
  const account = await did(app, finance.token, accounts, ours);
  const day = now(app).toISOString().slice(0, 10);
  await app.http
    .post(`${accounts}/${account.id}/files?format=bank_csv`)
    .set(bearer(finance.token))
    .set('Content-Type', 'text/csv')
    .send(`entry_id,value_date,amount,currency,text\nb-1,${day},-4.00,USD,to our own account\n`)
    .expect(200);
  const [item] = await app.sql<{ id: string }>(`select id from reconciliation_items where external_id = 'b-1'`);
  const sweep = { resolution: 'revenue_sweep', reason: 'Monthly.' };
  const path = `/v1/finance/reconciliation/breaks/${toWire('ril', item?.id ?? '')}/resolution`;
  await did(app, finance.token, path, sweep);

  const endsOn = new Date(monthAt(app, -1).getTime() - 86_400_000).toISOString().slice(0, 10);
  await did(app, finance.token, '/v1/finance/periods', { endsOn });
  const form = { period: endsOn.slice(0, 7), currency: 'USD', reference: 'form 1' };
  const filing = await did(app, finance.token, '/v1/finance/tax-filings', form);
  const transfer = { bankReference: 'tax-1' };
  await did(app, other.token, `/v1/finance/tax-filings/${filing.id}/payment`, transfer);
}

/** Terms of tiers, categories, countries and parcels, a seller whose tier is judged, and a sale whose release is stopped. */
export async function terms(app: TestApp): Promise<void> {
  const [finance, other, risk] = [await staff(app, 'finance'), await staff(app, 'finance'), await staff(app, 'risk')];
  const policy = { holdDays: 9, confirmedHoldDays: 2, reserveBps: 500, reserveDays: 60, payoutCadence: 'daily' };
  const made = await post(app, finance.token, '/v1/finance/settlement-policies', { tier: 'T1', ...policy, note: 'x' });
  await post(app, other.token, `/v1/finance/settlement-policies/${(made.body as { id: string }).id}/approval`);
  const hold = { categoryId: categoryAt('other'), kind: 'other', holdDays: 20, maxTransitDays: 40 };
  await post(app, finance.token, '/v1/finance/category-holds', hold);
  await post(app, finance.token, '/v1/finance/legal-hold-caps', { country: 'FR', capDays: 14, basis: 'A law.' });

  const shop = await openShop(app, { tier: 'T2' });
  const sale = await deliveredSale(app, shop);
  const expiresAt = new Date(Date.parse((await clockOf(app)).now) + 86_400_000).toISOString();
  const stop = { sellerOrderId: sale.sellerOrderId, reason: 'risk_review', note: 'Odd.', expiresAt };
  await post(app, risk.token, '/v1/risk/release-holds', stop);
  await post(app, risk.token, `/v1/risk/sellers/${shop.seller.sellerId}/tier-restriction`, { reason: 'Odd.' });
  await app.sql(`update sellers set created_at = created_at - interval '3 years'`);
  await app.get(ProposeTiers).run();
}

const clockOf = async (app: TestApp): Promise<{ now: string }> =>
  (await app.http.get('/v1/sandbox/clock')).body as { now: string };

/** What staff give away, alone and by two; a seller that has no bank account yet but an address. */
export async function gifts(app: TestApp): Promise<void> {
  const [moderator, risk] = [await staff(app, 'moderator'), await staff(app, 'risk')];
  const ada = await buyer(app);
  const give = (amount: number) => ({
    buyerId: ada.userId,
    amount: { amount, currency: 'USD' },
    reason: 'A late parcel.',
  });
  await post(app, moderator.token, '/v1/goodwill', give(1_000));
  await post(app, risk.token, '/v1/goodwill', give(9_000));
  const finance = await staff(app, 'finance');
  const to = { holder: 'Ada Holm', accountNumber: 'DE89370400440532013000', reason: 'Her card is closed.' };
  const transfers = `/v1/finance/buyers/${ada.userId}/credit-transfers`;
  const sent = await did(app, finance.token, transfers, { amount: { amount: 400, currency: 'USD' }, ...to });
  await did(app, (await staff(app, 'finance')).token, `/v1/finance/credit-transfers/${sent.id}/approval`);
  await did(app, finance.token, transfers, { amount: { amount: 500, currency: 'USD' }, ...to });
  await activeSeller(app, { accountNumber: '' });
  await company(app);
}
