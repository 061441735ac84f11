import { add, subtract, sum, type Actor, type Id, type Money } from '../../kernel/index.js';
import { credit, debit, nonZero, type Journal, type JournalRefs } from './ledger.domain.js';

/** When, by whom and about what; the amounts are the other arguments. */
export interface Circumstances {
  readonly effectiveAt: Date;
  readonly actor: Actor;
  readonly refs?: JournalRefs;
  readonly ruleVersion?: string;
}

/** One seller order's money, as frozen at purchase. */
export interface EarningParts {
  readonly item: Money;
  readonly tax: Money;
  readonly shipping: Money;
  /** Taken out of `item`. */
  readonly commission: Money;
  readonly shippingTo: 'seller' | 'platform';
}

export const totalOf = (parts: EarningParts): Money =>
  sum(parts.item.currency, [parts.item, parts.tax, parts.shipping]);

/** What the seller earns: the item without commission, and the shipping where the seller ships. */
export const sellerNetOf = (parts: EarningParts): Money => {
  const goods = subtract(parts.item, parts.commission);
  return parts.shippingTo === 'seller' ? add(goods, parts.shipping) : goods;
};

/** P1: a payment is captured; each seller order's share stands in its own escrow. */
export const paymentCapturedJournal = (
  paymentId: string,
  sellerOrderId: string,
  share: Money,
  at: Circumstances,
): Journal => ({
  ...at,
  source: { type: 'payment', id: paymentId, kind: `capture:${sellerOrderId}` },
  lines: [debit('psp_clearing', share), credit('order_escrow', share, sellerOrderId)],
});

/** E2, and E4 where the seller ships: the goods have arrived, the escrow becomes earnings, revenue and tax. */
export const deliveredJournal = (
  sellerOrderId: string,
  sellerId: string,
  parts: EarningParts,
  at: Circumstances,
): Journal => ({
  ...at,
  source: { type: 'seller_order', id: sellerOrderId, kind: 'delivered' },
  lines: nonZero([
    debit('order_escrow', totalOf(parts), sellerOrderId),
    credit('seller_pending', sellerNetOf(parts), sellerId),
    credit('commission_revenue', parts.commission),
    credit('tax_payable', parts.tax),
    ...(parts.shippingTo === 'platform' ? [credit('shipping_revenue', parts.shipping)] : []),
  ]),
});

/** H1: the hold has ended; `reserve` of the net stays back in a lot of its own. */
export const releasedJournal = (
  sellerOrderId: string,
  sellerId: string,
  net: Money,
  reserve: Money,
  at: Circumstances,
): Journal => ({
  ...at,
  source: { type: 'seller_order', id: sellerOrderId, kind: 'released' },
  lines: nonZero([
    debit('seller_pending', net, sellerId),
    credit('seller_available', subtract(net, reserve), sellerId),
    credit('seller_reserve', reserve, sellerId),
  ]),
});

/** H2: a reserve lot is released. */
export const reserveReleasedJournal = (lotId: string, sellerId: string, lot: Money, at: Circumstances): Journal => ({
  ...at,
  source: { type: 'reserve_lot', id: lotId, kind: 'released' },
  lines: [debit('seller_reserve', lot, sellerId), credit('seller_available', lot, sellerId)],
});

/** O1: a payout is created. */
export const payoutCreatedJournal = (
  payoutId: string,
  sellerId: string,
  amount: Money,
  at: Circumstances,
): Journal => ({
  ...at,
  source: { type: 'payout', id: payoutId, kind: 'created' },
  lines: [debit('seller_available', amount, sellerId), credit('payout_in_transit', amount, payoutId)],
});

/** O2: the bank has paid. */
export const payoutPaidJournal = (payoutId: string, amount: Money, at: Circumstances): Journal => ({
  ...at,
  source: { type: 'payout', id: payoutId, kind: 'paid' },
  lines: [debit('payout_in_transit', amount, payoutId), credit('bank_client', amount)],
});

/** O3: the payout ended before money left; takes O1 back. */
export const payoutFailedJournal = (
  payoutId: string,
  sellerId: string,
  amount: Money,
  created: Id<'jnl'>,
  at: Circumstances,
): Journal => ({
  ...at,
  source: { type: 'payout', id: payoutId, kind: 'failed' },
  reverses: created,
  lines: [debit('payout_in_transit', amount, payoutId), credit('seller_available', amount, sellerId)],
});

/** O4: the bank sent a paid payout back. */
export const payoutReturnedJournal = (
  payoutId: string,
  sellerId: string,
  amount: Money,
  at: Circumstances,
): Journal => ({
  ...at,
  source: { type: 'payout', id: payoutId, kind: 'returned' },
  lines: [debit('bank_client', amount), credit('seller_available', amount, sellerId)],
});

/** N1: what a seller owes is taken from what is available, before the run's payout. */
export const recoveredJournal = (sellerId: string, runAt: Date, amount: Money, at: Circumstances): Journal => ({
  ...at,
  source: { type: 'recovery', id: sellerId, kind: `${amount.currency}:${runAt.toISOString()}` },
  lines: [debit('seller_available', amount, sellerId), credit('seller_receivable', amount, sellerId)],
});

/** R1, and R5 for a part: a refund is asked for while the money is in escrow. */
export const refundRequestedJournal = (
  refundId: string,
  sellerOrderId: string,
  amount: Money,
  at: Circumstances,
): Journal => ({
  ...at,
  source: { type: 'refund', id: refundId, kind: 'requested' },
  lines: [debit('order_escrow', amount, sellerOrderId), credit('refund_in_transit', amount, refundId)],
});

/** R2: the provider has refunded. */
export const refundConfirmedJournal = (refundId: string, amount: Money, at: Circumstances): Journal => ({
  ...at,
  source: { type: 'refund', id: refundId, kind: 'confirmed' },
  lines: [debit('refund_in_transit', amount, refundId), credit('psp_clearing', amount)],
});

/** R3: the provider cannot refund; the buyer gets credit instead. */
export const refundRejectedJournal = (
  refundId: string,
  buyerId: string,
  amount: Money,
  at: Circumstances,
): Journal => ({
  ...at,
  source: { type: 'refund', id: refundId, kind: 'rejected' },
  lines: [debit('refund_in_transit', amount, refundId), credit('buyer_credit', amount, buyerId)],
});
