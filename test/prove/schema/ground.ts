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

/** What sellers, buyers, banks and staff do until nearly every table of money has rows. */
export async function everyKindOfRow(app: TestApp): Promise<void> {
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
  copy('settlement_policies', 'true', {
    id: randomUUID(),
    version: 2_000,
    proposed_by: 'a',
    approved_by: null,
    approved_at: null,
  }),
];

/** What a trigger refuses. */
export const REFUSED_BY_TRIGGER: Readonly<Record<string, string>> = {
  settlement_policies_are_final: 'update settlement_policies set hold_days = hold_days + 1',
  payouts_terms_are_fixed: 'update payouts set amount = amount + 1',
  payouts_four_eyes: `update payouts set state = 'approved' where run_at = '2020-01-02'`,
};
