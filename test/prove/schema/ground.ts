import { randomUUID } from 'node:crypto';
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
import { market } from './ground.market.js';
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
  await market(app);
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
