import { add, money, subtract, zero, type Money } from '../../kernel/index.js';
import { sellerNetOf, totalOf, type EarningParts } from './earning.domain.js';
import {
  credit,
  debit,
  feesOf,
  feeTaxOf,
  journal,
  noted,
  type Circumstances,
  type Journal,
  type Line,
} from './ledger.domain.js';

/** Where a seller's money is, as far as it may be taken: what is left out is not touched. */
export interface SellerFunds {
  readonly pending?: Money;
  /** Held for the very order or dispute. */
  readonly held?: Money;
  readonly available?: Money;
  readonly reserve?: Money;
}

/**
 * Takes what a seller has to give back: from pending, held, available and reserve, in this order. What is missing
 * becomes a debt, so that no balance falls below zero.
 */
export function drawnFromSeller(sellerId: string, amount: Money, funds: SellerFunds): Line[] {
  let left = amount.amount;
  const draw = (account: Line['account'], there: number): Line => {
    const taken = Math.min(left, Math.max(0, there));
    left -= taken;
    return debit(account, money(taken, amount.currency), sellerId);
  };
  return [
    draw('seller_pending', funds.pending?.amount ?? 0),
    draw('seller_held', funds.held?.amount ?? 0),
    draw('seller_available', funds.available?.amount ?? 0),
    draw('seller_reserve', funds.reserve?.amount ?? 0),
    draw('seller_receivable', left),
  ];
}

/**
 * An earning, or a part of it, taken back from everybody who got some of it; `feeTax` is the tax on the commission,
 * which the seller had paid.
 */
export function takenBack(
  sellerId: string,
  parts: EarningParts,
  funds: SellerFunds,
  feeTax: Money = zero(parts.item.currency),
): Line[] {
  const toPlatform = parts.shippingTo === 'platform';
  return [
    ...drawnFromSeller(sellerId, subtract(sellerNetOf(parts), feeTax), funds),
    noted(debit('commission_revenue', parts.commission), feesOf(sellerId)),
    debit('tax_payable', parts.tax),
    noted(debit('tax_payable', feeTax), feeTaxOf(sellerId)),
    debit('shipping_revenue', toPlatform ? parts.shipping : zero(parts.shipping.currency)),
  ];
}

/** Who gets what of a refund; all of it together is what was taken. */
export interface RefundShares {
  /** To the buyer, by the way it was paid. */
  readonly paid: Money;
  /** To the buyer who had paid this part with store credit. */
  readonly storeCredit?: { readonly buyerId: string; readonly amount: Money };
  /** To the platform that had paid this part of a discount. */
  readonly coupon?: Money;
}

/** R1, R4 to R9: a refund is asked for. `from` is where the money is at that time, as debits. */
export function refundJournal(
  refundId: string,
  from: readonly Line[],
  { paid, storeCredit, coupon = zero(paid.currency) }: RefundShares,
  at: Circumstances,
): Journal {
  const credited = storeCredit ? [credit('buyer_credit', storeCredit.amount, storeCredit.buyerId)] : [];
  return journal(
    ['refund', refundId, 'requested'],
    at,
    ...from,
    credit('refund_in_transit', paid, refundId),
    ...credited,
    credit('promotion_expense', coupon),
  );
}

/** R1, R5 for a part, R4 with the platform's coupon: a refund is asked for while the money is in escrow. */
export const refundRequestedJournal = (
  refundId: string,
  sellerOrderId: string,
  amount: Money,
  at: Circumstances,
  coupon: Money = zero(amount.currency),
): Journal =>
  refundJournal(
    refundId,
    [debit('order_escrow', amount, sellerOrderId)],
    { paid: subtract(amount, coupon), coupon },
    at,
  );

/** R6 to R9: a refund, or a part of one, is asked for after the escrow was released. `parts` is what goes back. */
export const refundAfterReleaseJournal = (
  refundId: string,
  sellerId: string,
  parts: EarningParts,
  funds: SellerFunds,
  at: Circumstances,
): Journal => refundJournal(refundId, takenBack(sellerId, parts, funds), { paid: totalOf(parts) }, at);

/** R2: the provider has refunded. */
export const refundConfirmedJournal = (refundId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['refund', refundId, 'confirmed'],
    at,
    debit('refund_in_transit', amount, refundId),
    credit('psp_clearing', amount),
  );

/** R3: the provider cannot refund; the buyer gets credit instead. */
export const refundRejectedJournal = (refundId: string, buyerId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['refund', refundId, 'rejected'],
    at,
    debit('refund_in_transit', amount, refundId),
    credit('buyer_credit', amount, buyerId),
  );

/** C1: the card network took the payment back, the provider its fee. */
export const disputeOpenedJournal = (disputeId: string, amount: Money, fee: Money, at: Circumstances): Journal =>
  journal(
    ['dispute', disputeId, 'opened'],
    at,
    debit('dispute_receivable', amount, disputeId),
    debit('dispute_fee_expense', fee),
    credit('psp_clearing', add(amount, fee)),
  );

/** C2: the platform won; a fee that the provider gives back is `feeBack`. */
export const disputeWonJournal = (
  disputeId: string,
  amount: Money,
  at: Circumstances,
  feeBack: Money = zero(amount.currency),
): Journal =>
  journal(
    ['dispute', disputeId, 'won'],
    at,
    debit('psp_clearing', add(amount, feeBack)),
    credit('dispute_receivable', amount, disputeId),
    credit('dispute_fee_expense', feeBack),
  );

/** C3: lost, and the seller is liable for what he got of it. */
export const disputeLostJournal = (
  disputeId: string,
  sellerId: string,
  parts: EarningParts,
  funds: SellerFunds,
  at: Circumstances,
): Journal =>
  journal(
    ['dispute', disputeId, 'lost'],
    at,
    ...takenBack(sellerId, parts, funds),
    credit('dispute_receivable', totalOf(parts), disputeId),
  );

/** C4: the seller pays the fee of the dispute. */
export const disputeFeePassedJournal = (
  disputeId: string,
  sellerId: string,
  fee: Money,
  funds: SellerFunds,
  at: Circumstances,
): Journal =>
  journal(
    ['dispute', disputeId, 'fee_passed'],
    at,
    ...drawnFromSeller(sellerId, fee, funds),
    credit('dispute_fee_expense', fee),
  );

/** C5: lost, and the platform bears it. */
export const disputeAbsorbedJournal = (disputeId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['dispute', disputeId, 'absorbed'],
    at,
    debit('chargeback_loss', amount),
    credit('dispute_receivable', amount, disputeId),
  );
