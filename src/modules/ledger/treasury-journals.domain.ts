import { add, money, subtract, type Money } from '../../kernel/index.js';
import { credit, debit, journal, type Circumstances, type Journal } from './ledger.domain.js';

/** F1: what the buyer paid in one currency becomes the escrow of a seller who settles in another, at a stored quote. */
export const escrowConvertedJournal = (
  quoteId: string,
  sellerOrderId: string,
  paid: Money,
  settled: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['fx_quote', quoteId, `converted:${sellerOrderId}`],
    at,
    debit('order_escrow', paid, sellerOrderId),
    debit('fx_position', settled),
    credit('fx_position', paid),
    credit('order_escrow', settled, sellerOrderId),
  );

/** F2: the spread, a journal of its own, so that the true rate of F1 stays visible. */
export const spreadKeptJournal = (quoteId: string, sellerOrderId: string, spread: Money, at: Circumstances): Journal =>
  journal(
    ['fx_quote', quoteId, `spread:${sellerOrderId}`],
    at,
    debit('order_escrow', spread, sellerOrderId),
    credit('fx_spread_revenue', spread),
  );

/** F3: treasury sold `sold` at the bank; the position that expected `expected` and got `received` is zero again. */
export function treasuryConvertedJournal(
  dealId: string,
  { sold, received, expected }: { readonly sold: Money; readonly received: Money; readonly expected: Money },
  at: Circumstances,
): Journal {
  const short = subtract(expected, received);
  const difference = money(Math.abs(short.amount), short.currency);
  const [gainLoss, position] = short.amount < 0 ? [credit, debit] : [debit, credit];
  return journal(
    ['fx_deal', dealId, 'settled'],
    at,
    debit('fx_position', sold),
    debit('bank_client', received),
    gainLoss('fx_gain_loss', difference),
    credit('bank_client', sold),
    credit('fx_position', received),
    position('fx_position', difference),
  );
}

/** X1: money came in that nobody can place yet; `bankAccountId` is the account it is on. */
export const receiptUnknownJournal = (
  receiptId: string,
  bankAccountId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['bank_receipt', receiptId, 'unknown'],
    at,
    debit('bank_client', amount),
    credit('unapplied_receipts', amount, bankAccountId),
  );

/** A receipt that nobody could place turns out to pay an invoice of the buyer. */
export const receiptAppliedJournal = (
  applicationId: string,
  bankAccountId: string,
  buyerId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['receipt_application', applicationId, 'applied'],
    at,
    debit('unapplied_receipts', amount, bankAccountId),
    credit('buyer_receivable', amount, buyerId),
  );

/** A receipt that nobody could place, or a part of it, goes back to where it came from. */
export const receiptReturnedJournal = (
  returnId: string,
  bankAccountId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['receipt_return', returnId, 'returned'],
    at,
    debit('unapplied_receipts', amount, bankAccountId),
    credit('bank_client', amount),
  );

/** Who gets what of a refund of a sale on account; all of it together is what is in transit. */
export interface AccountRefundShares {
  /** Was not paid, and is not owed any more. */
  readonly owed: Money;
  /** Was paid. */
  readonly paid: Money;
  /** Was given up. */
  readonly lost: Money;
}

/** R2 of a sale on account: less is owed, what was paid is the buyer’s, what was given up is not lost. */
export const accountRefundedJournal = (
  refundId: string,
  buyerId: string,
  { owed, paid, lost }: AccountRefundShares,
  at: Circumstances,
): Journal =>
  journal(
    ['refund', refundId, 'confirmed'],
    at,
    debit('refund_in_transit', add(add(owed, paid), lost), refundId),
    credit('buyer_receivable', owed, buyerId),
    credit('buyer_credit', paid, buyerId),
    credit('bad_debt_expense', lost),
  );

/** A buyer’s credit pays an invoice. */
export const creditAppliedJournal = (useId: string, buyerId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['credit_use', useId, 'applied'],
    at,
    debit('buyer_credit', amount, buyerId),
    credit('buyer_receivable', amount, buyerId),
  );

/** A buyer’s credit is paid out by bank transfer. */
export const creditPaidOutJournal = (useId: string, buyerId: string, amount: Money, at: Circumstances): Journal =>
  journal(['credit_use', useId, 'paid_out'], at, debit('buyer_credit', amount, buyerId), credit('bank_client', amount));

/** What a buyer owes is given up. */
export const invoiceWrittenOffJournal = (
  writeOffId: string,
  buyerId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['invoice_write_off', writeOffId, 'approved'],
    at,
    debit('bad_debt_expense', amount),
    credit('buyer_receivable', amount, buyerId),
  );

/** X3: goodwill. */
export const goodwillJournal = (goodwillId: string, buyerId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['goodwill', goodwillId, 'granted'],
    at,
    debit('goodwill_expense', amount),
    credit('buyer_credit', amount, buyerId),
  );

/** X4: tax is paid to the authority. */
export const taxRemittedJournal = (filingId: string, amount: Money, at: Circumstances): Journal =>
  journal(['tax_filing', filingId, 'remitted'], at, debit('tax_payable', amount), credit('bank_operating', amount));

/** X5: earned revenue leaves the clients' bank account. */
export const revenueSweptJournal = (sweepId: string, amount: Money, at: Circumstances): Journal =>
  journal(['sweep', sweepId, 'made'], at, debit('bank_operating', amount), credit('bank_client', amount));
