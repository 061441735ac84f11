import { randomUUID } from 'node:crypto';
import { Clock, fromWire, toWire } from '../../../src/kernel/index.js';
import type { TestApp } from '../../support/index.js';
import { USD } from '../../support/world.companies.js';
import { buyer, staff } from '../../support/world.identity.js';
import { ADDRESS, openCart, pay, post, type OrderBody } from '../../support/world.orders.js';
import { deliver, openShop, refund, units, type Sale, type Shop } from '../../support/world.refunds.js';

/** What is done must have been done. */
export async function did(app: TestApp, token: string, path: string, body: object = {}): Promise<{ id: string }> {
  const answer = await post(app, token, path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body as { id: string };
}

/** A sale that an affiliate has brought, which leaves under a label of ours, of a seller that subscribes to a plan. */
export async function partners(app: TestApp): Promise<void> {
  const other = await staff(app, 'finance');
  const shop = await openShop(app);
  const { finance } = shop;
  await did(app, finance.token, '/v1/finance/affiliate-terms', {
    commissionBps: 500,
    fundedBy: 'platform',
    windowDays: 1,
  });
  await did(app, (await buyer(app)).token, '/v1/affiliates', { code: 'STRANGER' });
  const friend = await did(app, (await buyer(app)).token, '/v1/affiliates', { code: 'FRIEND' });
  await did(app, finance.token, `/v1/finance/affiliates/${friend.id}/activation`);
  const sale = await referred(app, shop, 'FRIEND');
  await labelled(app, shop, sale, other.token);
  await deliver(app, shop, sale);
  await refund(app, shop.seller.token, sale, units(sale, 2));
  await subscribed(app, shop);
  await app.advance('P2D');
  const payout = await did(app, finance.token, `/v1/finance/affiliates/${friend.id}/payouts`, { currency: 'USD' });
  const transfer = { bankReference: randomUUID() };
  await did(app, other.token, `/v1/finance/affiliate-payouts/${payout.id}/payment`, transfer);
}

async function referred(app: TestApp, shop: Shop, affiliateCode: string): Promise<Sale> {
  const cart = await openCart(app, shop.ada, { variantId: shop.variantId, quantity: 5 });
  const placed = await post(app, shop.ada.token, '/v1/orders', {
    cartId: cart.id,
    shippingAddress: ADDRESS,
    affiliateCode,
  });
  const { paymentId, sellerOrders, ...order } = placed.body as OrderBody;
  await pay(app, shop.ada, { ...order, paymentId, sellerOrders });
  await app.drain();
  const [share] = sellerOrders;
  const sellerOrderId = share?.id ?? '';
  const lineId = share?.lines[0]?.id ?? '';
  return { sellerOrderId, id: fromWire('sor', sellerOrderId) ?? '', lineId, paymentId };
}

/** Four labels: one is on an invoice that was paid, one was given back, one nobody carries, and one is on no invoice yet. */
async function labelled(app: TestApp, { seller, finance }: Shop, sale: Sale, other: string): Promise<void> {
  const path = `/v1/seller-orders/${sale.sellerOrderId}`;
  await did(app, seller.token, `${path}/acceptance`);
  const ask = async (weightGrams: number): Promise<string> => {
    const body = { carrier: 'sandbox-post', service: 'standard', weightGrams };
    const { id } = await did(app, seller.token, `${path}/labels`, body);
    await app.drain();
    return id;
  };
  await did(app, seller.token, `/v1/labels/${await ask(400)}/void`);
  await app.drain();
  await ask(10_001);
  await ask(1_500);
  const until = new Date(app.get(Clock).now().getTime() + 1_000).toISOString();
  const bill = { carrier: 'sandbox-post', number: randomUUID(), until, total: USD(800) };
  const invoice = await did(app, finance.token, '/v1/finance/carrier-invoices', bill);
  const transfer = { bankReference: randomUUID() };
  await did(app, other, `/v1/finance/carrier-invoices/${invoice.id}/payment`, transfer);
  await ask(1_500);
}

/** A period that was paid back. */
async function subscribed(app: TestApp, { seller, finance }: Shop): Promise<void> {
  const terms = { code: 'professional', nameEn: 'Professional', nameZh: '专业版', fee: USD(2_900), taxBps: 0 };
  const plan = await did(app, finance.token, '/v1/finance/subscription-plans', terms);
  await did(app, seller.token, `/v1/sellers/${seller.sellerId}/subscription`, { planId: plan.id });
  const [invoice] = await app.sql<{ id: string }>('select id from subscription_invoices');
  const path = `/v1/finance/subscription-invoices/${toWire('sbi', invoice?.id ?? '')}/refund`;
  await did(app, finance.token, path, { reason: 'It did not work.' });
}
