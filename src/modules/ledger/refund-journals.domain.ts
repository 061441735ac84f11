import { add, money, subtract, zero, type Money } from '../../kernel/index.js';
import { sellerNetOf, type EarningParts } from './earning.domain.js';
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
 * which the seller had paid. Where the law does not give the tax on the sale back, the platform bears it: `taxFrom`.
 */
export function takenBack(
  sellerId: string,
  parts: EarningParts,
  funds: SellerFunds,
  feeTax: Money = zero(parts.item.currency),
  taxFrom: 'tax_payable' | 'chargeback_loss' = 'tax_payable',
): Line[] {
  const toPlatform = parts.shippingTo === 'platform';
  return [
    ...drawnFromSeller(sellerId, subtract(sellerNetOf(parts), feeTax), funds),
    noted(debit('commission_revenue', parts.commission), feesOf(sellerId)),
    debit(taxFrom, parts.tax),
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

/** R2 taken back: what the provider had refunded came back to it. R3 follows. */
export const refundReturnedJournal = (refundId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['refund', refundId, 'returned'],
    at,
    debit('psp_clearing', amount),
    credit('refund_in_transit', amount, refundId),
  );

/** The provider has refunded what the buyer's bank had paid in place of the refund: nobody else bears it. */
export const refundPaidTwiceJournal = (refundId: string, amount: Money, at: Circumstances): Journal =>
  journal(['refund', refundId, 'paid_twice'], at, debit('chargeback_loss', amount), credit('psp_clearing', amount));

/** C1: the card network took the payment back, the provider its fee. */
export const disputeOpenedJournal = (disputeId: string, amount: Money, fee: Money, at: Circumstances): Journal =>
  journal(
    ['dispute', disputeId, 'opened'],
    at,
    debit('dispute_receivable', amount, disputeId),
    debit('dispute_fee_expense', fee),
    credit('psp_clearing', add(amount, fee)),
  );

/** C1 changed: the bank takes more, or less when `change` is negative, than it did before. */
export function disputeChangedJournal(disputeId: string, version: number, change: Money, at: Circumstances): Journal {
  const amount = money(Math.abs(change.amount), change.currency);
  const [to, from] = change.amount > 0 ? (['D', 'C'] as const) : (['C', 'D'] as const);
  return journal(
    ['dispute', disputeId, `amount:${version}`],
    at,
    { account: 'dispute_receivable', owner: disputeId, side: to, money: amount },
    { account: 'psp_clearing', side: from, money: amount },
  );
}

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
