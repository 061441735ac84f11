import { add, compare, subtract, zero, type Id, type Money } from '../../kernel/index.js';
import { credit, debit, feesOf, feeTaxOf, journal, noted, type Circumstances, type Journal } from './ledger.domain.js';
import { drawnFromSeller, type SellerFunds } from './refund-journals.domain.js';

/** H1: the hold has ended; `reserve` of the net stays back in a lot of its own. */
export const releasedJournal = (
  sellerOrderId: string,
  sellerId: string,
  net: Money,
  reserve: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['seller_order', sellerOrderId, 'released'],
    at,
    debit('seller_pending', net, sellerId),
    credit('seller_available', subtract(net, reserve), sellerId),
    credit('seller_reserve', reserve, sellerId),
  );

/** H2: a reserve lot is released. */
export const reserveReleasedJournal = (lotId: string, sellerId: string, lot: Money, at: Circumstances): Journal =>
  journal(
    ['reserve_lot', lotId, 'released'],
    at,
    debit('seller_reserve', lot, sellerId),
    credit('seller_available', lot, sellerId),
  );

/** What a hold may take: what is exposed, but never more than there is. */
export const holdable = (available: Money, exposure: Money): Money =>
  compare(available, exposure) < 0 ? available : exposure;

/** H3: risk or a dispute holds money of the seller. */
export const fundsHeldJournal = (holdId: string, sellerId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['funds_hold', holdId, 'placed'],
    at,
    debit('seller_available', amount, sellerId),
    credit('seller_held', amount, sellerId),
  );

/** H4: the hold is lifted. */
export const holdLiftedJournal = (holdId: string, sellerId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['funds_hold', holdId, 'lifted'],
    at,
    debit('seller_held', amount, sellerId),
    credit('seller_available', amount, sellerId),
  );

/** O1: a payout is created. */
export const payoutCreatedJournal = (payoutId: string, sellerId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['payout', payoutId, 'created'],
    at,
    debit('seller_available', amount, sellerId),
    credit('payout_in_transit', amount, payoutId),
  );

/** Where the money of a payout leaves: our bank account, or our balance at the provider of the cards. */
export type PayoutFund = 'bank_client' | 'psp_clearing';

/** O2: the bank has paid. */
export const payoutPaidJournal = (
  payoutId: string,
  amount: Money,
  at: Circumstances,
  from: PayoutFund = 'bank_client',
): Journal =>
  journal(['payout', payoutId, 'paid'], at, debit('payout_in_transit', amount, payoutId), credit(from, amount));

/** O3: the payout ended before money left; takes O1 back. */
export const payoutFailedJournal = (
  payoutId: string,
  sellerId: string,
  amount: Money,
  created: Id<'jnl'>,
  at: Circumstances,
): Journal =>
  journal(
    ['payout', payoutId, 'failed'],
    { ...at, reverses: created },
    debit('payout_in_transit', amount, payoutId),
    credit('seller_available', amount, sellerId),
  );

/** O4: the bank sent a paid payout back. */
export const payoutReturnedJournal = (
  payoutId: string,
  sellerId: string,
  amount: Money,
  at: Circumstances,
  to: PayoutFund = 'bank_client',
): Journal =>
  journal(['payout', payoutId, 'returned'], at, debit(to, amount), credit('seller_available', amount, sellerId));

/** O5: the fee of an instant payout. */
export const instantPayoutFeeJournal = (payoutId: string, sellerId: string, fee: Money, at: Circumstances): Journal =>
  journal(
    ['payout', payoutId, 'instant_fee'],
    at,
    debit('seller_available', fee, sellerId),
    noted(credit('payout_fee_revenue', fee), feesOf(sellerId)),
  );

/** The payout that O5 was paid for ended before money left; takes O5 back. */
export const instantPayoutFeeReturnedJournal = (
  payoutId: string,
  sellerId: string,
  fee: Money,
  charged: Id<'jnl'>,
  at: Circumstances,
): Journal =>
  journal(
    ['payout', payoutId, 'instant_fee:returned'],
    { ...at, reverses: charged },
    noted(debit('payout_fee_revenue', fee), feesOf(sellerId)),
    credit('seller_available', fee, sellerId),
  );

/** N1: what a seller owes is taken from what is available; `occasion` is the payout run, or what was released. */
export const recoveredJournal = (sellerId: string, occasion: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['recovery', sellerId, `${amount.currency}:${occasion}`],
    at,
    debit('seller_available', amount, sellerId),
    credit('seller_receivable', amount, sellerId),
  );

/** N2: what a seller owes is debited from his bank. */
export const recoveredByBankJournal = (
  receiptId: string,
  sellerId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['bank_receipt', receiptId, 'recovered'],
    at,
    debit('bank_client', amount),
    credit('seller_receivable', amount, sellerId),
  );

/** N2 where the provider takes it back out of a payout; what is not owed any more by then is available. */
export function recoveredByReversalJournal(
  collectionId: string,
  sellerId: string,
  { amount, owed }: { readonly amount: Money; readonly owed: Money },
  at: Circumstances,
  to: PayoutFund,
): Journal {
  const settled = compare(owed, amount) < 0 ? owed : amount;
  return journal(
    ['debt_collection', collectionId, 'recovered'],
    at,
    debit(to, amount),
    credit('seller_receivable', settled, sellerId),
    credit('seller_available', subtract(amount, settled), sellerId),
  );
}

/** N3: what a seller owes is given up. */
export const writtenOffJournal = (writeOffId: string, sellerId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['write_off', writeOffId, 'approved'],
    at,
    debit('bad_debt_expense', amount),
    credit('seller_receivable', amount, sellerId),
  );

/** What else a subscription may take: the tax on its fee, and a debt where not enough is available. */
export interface SubscriptionTerms {
  readonly tax?: Money;
  readonly funds?: SellerFunds;
}

/** X2: the seller pays for the subscription out of what is available; what is missing the seller owes. */
export function subscriptionChargedJournal(
  invoiceId: string,
  sellerId: string,
  fee: Money,
  at: Circumstances,
  { tax = zero(fee.currency), funds }: SubscriptionTerms = {},
): Journal {
  const total = add(fee, tax);
  return journal(
    ['subscription_invoice', invoiceId, 'charged'],
    at,
    ...drawnFromSeller(sellerId, total, funds ?? { available: total }),
    noted(credit('subscription_revenue', fee), feesOf(sellerId)),
    noted(credit('tax_payable', tax), feeTaxOf(sellerId)),
  );
}

/** A period of a subscription goes back: what the seller owes first, the rest is available. */
export function subscriptionRefundedJournal(
  invoiceId: string,
  sellerId: string,
  { fee, tax, owed }: { readonly fee: Money; readonly tax: Money; readonly owed: Money },
  at: Circumstances,
): Journal {
  const total = add(fee, tax);
  const settled = compare(owed, total) < 0 ? owed : total;
  return journal(
    ['subscription_invoice', invoiceId, 'refunded'],
    at,
    noted(debit('subscription_revenue', fee), feesOf(sellerId)),
    noted(debit('tax_payable', tax), feeTaxOf(sellerId)),
    credit('seller_receivable', settled, sellerId),
    credit('seller_available', subtract(total, settled), sellerId),
  );
}
