import { randomUUID } from 'node:crypto';
import type { TestApp } from '../../support/index.js';
import { company, creditLine, invoicedSale, transfer, USD } from '../../support/world.companies.js';
import { platformCoupon, putCoupon } from '../../support/world.fees.js';
import { foreignSale, foreignShop, quoteFor } from '../../support/world.fx.js';
import { staff } from '../../support/world.identity.js';
import { approveRequest, approvingCompany, askForOrder, refuseRequest } from '../../support/world.order-requests.js';
import { ADDRESS, openCart, pay, post, type OrderBody } from '../../support/world.orders.js';
import { deliver, openShop, refund, units } from '../../support/world.refunds.js';

/** A company that orders on account, pays, gets something back, and is given up in the end. */
export async function onAccount(app: TestApp): Promise<void> {
  const [finance, other] = [await staff(app, 'finance'), await staff(app, 'finance')];
  const shop = await openShop(app);
  const buying = await company(app);
  await creditLine(app, finance, buying, { termDays: 14 });
  const [paid, late] = [await invoicedSale(app, buying, shop), await invoicedSale(app, buying, shop)];
  await invoicedSale(app, buying, shop, 1);
  await transfer(app, finance, 5_000, paid.invoice.number);
  const unknown = await transfer(app, finance, 7_700, 'for the piano');
  const returns = `/v1/finance/bank-receipts/${(unknown.body as { id: string }).id}/returns`;
  await post(app, finance.token, returns, { amount: USD(700), reason: 'They asked for it.' });
  await refund(app, shop.seller.token, paid, units(paid, 4));
  await app.drain();
  await post(app, finance.token, `/v1/finance/invoices/${late.invoice.id}/credit-application`);
  await app.advance('P23D');
  await post(app, finance.token, `/v1/finance/invoices/${late.invoice.id}/write-off`, { reason: 'It was dissolved.' });
  await post(app, other.token, `/v1/finance/invoices/${late.invoice.id}/write-off/approval`);
}

/** Orders that wait for somebody else of the company: one is confirmed, one is refused, one still waits. */
export async function confirmed(app: TestApp): Promise<void> {
  const shop = await openShop(app);
  const buying = await approvingCompany(app, shop.finance);
  const ask = async (): Promise<string> => {
    const answer = await askForOrder(app, buying.clerk, buying, { variantId: shop.variantId, quantity: 3 });
    if (answer.status !== 201) throw new Error(`Not asked: ${answer.text}`);
    return answer.body.id;
  };
  await approveRequest(app, buying.approver, await ask());
  await refuseRequest(app, buying.approver, await ask());
  await ask();
  await app.drain();
}

/** Sales in a currency that is not the seller's, and what treasury makes of them. */
export async function foreign(app: TestApp): Promise<void> {
  const shop = await foreignShop(app);
  const sale = await foreignSale(app, shop);
  await deliver(app, shop, sale);
  await refund(app, shop.seller.token, sale, units(sale, 1));
  await app.drain();
  await quoteFor(app, shop.ada, { from: 'EUR', to: 'USD', amount: 13_000 });
  const deal = { sold: { amount: 5_000, currency: 'EUR' }, received: { amount: 5_400, currency: 'USD' } };
  await post(app, shop.finance.token, '/v1/finance/fx/deals', { ...deal, bankReference: randomUUID() });
}

/** An order with a coupon of the platform. */
export async function discounted(app: TestApp): Promise<void> {
  const shop = await openShop(app);
  const coupon = await platformCoupon(app, shop.finance, { percentBps: 1_000 });
  const cart = await openCart(app, shop.ada, { variantId: shop.variantId, quantity: 5 });
  await putCoupon(app, shop.ada.token, cart.id, coupon.code);
  const placed = await post(app, shop.ada.token, '/v1/orders', { cartId: cart.id, shippingAddress: ADDRESS });
  await pay(app, shop.ada, placed.body as OrderBody);
  await app.drain();
}
