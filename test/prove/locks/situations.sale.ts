import { fromWire, toWire, type Id } from '../../../src/kernel/index.js';
import { ExpireReservations } from '../../../src/modules/inventory/expire-reservations.js';
import { ExpireOrder } from '../../../src/modules/orders/expire-order.js';
import { ReleaseEarnings } from '../../../src/modules/settlement/release-earnings.js';
import { ReleaseReserve } from '../../../src/modules/settlement/release-reserve.js';
import type { TestApp } from '../../support/index.js';
import { disputed, disputesOf, heard, openDispute, verdict } from '../../support/world.disputes.js';
import { staff } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { ADDRESS, openCart, parcel, pay, placedOrder, post } from '../../support/world.orders.js';
import {
  deliver,
  openShop,
  paidSale,
  refund,
  released,
  units,
  type Sale,
  type Shop,
} from '../../support/world.refunds.js';
import { now, runPayouts } from '../../modules/settlement/settlement-app.js';
import { asking, running, told, type Situation, type Verb } from './situation.js';

/** The bank of the buyer takes everything back, and the marketplace hears of it. */
const takenBack = (app: TestApp, { paymentId }: Sale): Verb =>
  running(async () => {
    const { status } = await disputed(app, paymentId, { reason: 'product_not_received' });
    await heard(app);
    if (status !== 200) throw Object.assign(new Error('The bank was refused'), { code: `bank ${status}` });
  });

const refundsOf = (app: TestApp, shop: Shop, sale: Sale): Record<string, Verb> => ({
  'refund of two': async () => told(await refund(app, shop.seller.token, sale, units(sale, 2))),
  'refund of everything': async () => told(await refund(app, shop.seller.token, sale, { everything: true })),
});

const holding = async (app: TestApp, { seller }: Shop): Promise<Verb> => {
  const hold = { sellerId: seller.sellerId, currency: 'USD', reason: 'investigation', amount: 4_000 };
  return asking(app, (await staff(app, 'risk')).token, '/v1/risk/seller-holds', hold);
};

const placed: Situation = {
  name: 'an order that waits for its payment',
  at: async (app) => {
    const shop = await openShop(app);
    const order = await placedOrder(app, shop.ada, { variantId: shop.variantId, quantity: 2 });
    const sellerOrder = `/v1/seller-orders/${order.sellerOrders[0]?.id}`;
    const id = fromWire('ord', order.id) as Id<'ord'>;
    return {
      payment: async () => told(await pay(app, shop.ada, order)),
      'payment that the holder has to confirm': async () => told(await pay(app, shop.ada, order, 'tok_needs_action')),
      cancellation: asking(app, shop.ada.token, `${sellerOrder}/cancellation`),
      'end of its time': running(() => app.get(ExpireOrder).run(id)),
    };
  },
};

const lastUnit: Situation = {
  name: 'the last two units',
  at: async (app) => {
    const shop = await openShop(app);
    const { variantId } = await activeListing(app, shop.seller, { price: 2_000, stock: 2 });
    const [one, other] = [
      await openCart(app, shop.ada, { variantId, quantity: 2 }),
      await openCart(app, shop.ada, { variantId, quantity: 1 }),
    ];
    const order = (cartId: string): Verb =>
      asking(app, shop.ada.token, '/v1/orders', { cartId, shippingAddress: ADDRESS });
    const adjust = (delta: number): Verb =>
      asking(app, shop.seller.token, `/v1/variants/${variantId}/stock-adjustments`, {
        delta,
        reason: delta < 0 ? 'damaged' : 'received',
      });
    return {
      'order of both': order(one.id),
      'order of one': order(other.id),
      'one is damaged': adjust(-1),
      'expiry of reservations': running(async () => {
        await app.sql(`update stock_reservations set expires_at = now() - interval '9 days' where state = 'active'`);
        await app.get(ExpireReservations).run();
      }),
    };
  },
};

const paid: Situation = {
  name: 'a paid order',
  at: async (app) => {
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);
    const path = `/v1/seller-orders/${sale.sellerOrderId}`;
    return {
      acceptance: asking(app, shop.seller.token, `${path}/acceptance`),
      refusal: asking(app, shop.seller.token, `${path}/refusal`, { reason: 'out_of_stock' }),
      cancellation: asking(app, shop.ada.token, `${path}/cancellation`),
      ...refundsOf(app, shop, sale),
      dispute: takenBack(app, sale),
    };
  },
};

const accepted: Situation = {
  name: 'an accepted order',
  at: async (app) => {
    const shop = await openShop(app);
    const sale = await paidSale(app, shop);
    const path = `/v1/seller-orders/${sale.sellerOrderId}`;
    await post(app, shop.seller.token, `${path}/acceptance`);
    await app.drain();
    const part = parcel();
    return {
      shipment: asking(app, shop.seller.token, `${path}/shipments`, part),
      'shipment of something': asking(app, shop.seller.token, `${path}/shipments`, {
        ...parcel(),
        lines: [{ lineId: sale.lineId, quantity: 3 }],
      }),
      cancellation: asking(app, shop.ada.token, `${path}/cancellation`),
      ...refundsOf(app, shop, sale),
      dispute: takenBack(app, sale),
    };
  },
};

const delivered: Situation = {
  name: 'a delivered order whose hold is over',
  at: async (app) => {
    const shop = await openShop(app, { tier: 'T0' });
    const sale = await paidSale(app, shop);
    await deliver(app, shop, sale);
    await app.sql('update earnings set release_at = $2 where id = $1', [sale.id, now(app)]);
    const risk = await staff(app, 'risk');
    const expiresAt = new Date(now(app).getTime() + 86_400_000).toISOString();
    const stop = { sellerOrderId: sale.sellerOrderId, reason: 'risk_review', note: 'Odd.', expiresAt };
    return {
      confirmation: asking(app, shop.ada.token, `/v1/seller-orders/${sale.sellerOrderId}/confirmation`),
      release: running(() => app.get(ReleaseEarnings).run(sale.id)),
      ...refundsOf(app, shop, sale),
      dispute: takenBack(app, sale),
      'release hold': asking(app, risk.token, '/v1/risk/release-holds', stop),
      'seller hold': await holding(app, shop),
    };
  },
};

const atRest: Situation = {
  name: 'money that is available, with a reserve',
  at: async (app) => {
    const shop = await openShop(app, { tier: 'T0' });
    const sale = await paidSale(app, shop);
    await deliver(app, shop, sale);
    await released(app, sale.id);
    await app.sql(`update seller_payout_accounts set changed_at = changed_at - interval '72 hours'`);
    const [lot] = await app.sql<{ id: string }>(
      'update reserve_lots set release_at = $2 where seller_order_id = $1 returning id',
      [sale.id, now(app)],
    );
    const finance = shop.finance.token;
    const switched = (isEnabled: boolean): Verb =>
      asking(app, finance, '/v1/finance/payout-switches', { scope: 'currency:USD', isEnabled, reason: 'a proof' });
    await switched(true)();
    return {
      'payout run': running(() => runPayouts(app)),
      'payout that finance asks for': asking(app, finance, `/v1/finance/sellers/${shop.seller.sellerId}/payouts`, {
        currency: 'USD',
      }),
      'end of the reserve': running(() => app.get(ReleaseReserve).run(lot?.id ?? '')),
      ...refundsOf(app, shop, sale),
      dispute: takenBack(app, sale),
      'seller hold': await holding(app, shop),
      'switch off': switched(false),
    };
  },
};

const contested: Situation = {
  name: 'money that a bank took back',
  at: async (app) => {
    const shop = await openShop(app, { tier: 'T1' });
    const sale = await paidSale(app, shop);
    await deliver(app, shop, sale);
    await released(app, sale.id);
    const ref = await openDispute(app, sale.paymentId, { reason: 'product_not_received', amount: 5_000 });
    const risk = await staff(app, 'risk');
    const [dispute] = await disputesOf(app, risk, sale.paymentId);
    const path = `/v1/disputes/${dispute?.id}`;
    const evidence = { text: 'Signed for on Monday.', links: ['https://example.com/proof.pdf'] };
    await post(app, shop.seller.token, `${path}/evidence`, evidence);
    const [hold] = await app.sql<{ id: string }>(
      `select id from seller_holds where state = 'active' order by id desc limit 1`,
    );
    const lifting = `/v1/risk/seller-holds/${hold ? toWire('shd', hold.id as Id<'shd'>) : ''}/lifting`;
    return {
      evidence: asking(app, shop.seller.token, `${path}/evidence`, evidence),
      submission: asking(app, risk.token, `${path}/submission`, { note: 'It was delivered.' }),
      acceptance: asking(app, risk.token, `${path}/acceptance`, { reason: 'Never shipped.' }),
      'platform bears it': asking(app, risk.token, `${path}/liability`, { liable: 'platform', feeTo: 'platform' }),
      lost: running(() => verdict(app, ref, 'lost')),
      won: running(() => verdict(app, ref, 'won')),
      'lifting of the hold': asking(app, risk.token, lifting, { reason: 'Nothing found.' }),
      ...refundsOf(app, shop, sale),
    };
  },
};

export const SALE: readonly Situation[] = [placed, lastUnit, paid, accepted, delivered, atRest, contested];
