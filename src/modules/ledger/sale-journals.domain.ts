import { subtract, zero, type Money } from '../../kernel/index.js';
import { sellerNetOf, totalOf, type EarningParts } from './earning.domain.js';
import { credit, debit, feesOf, journal, noted, type Circumstances, type Journal } from './ledger.domain.js';

/** What of a share the buyer did not pay by card. A coupon of the seller is none of it: it lowers the share. */
export interface OtherFunds {
  readonly storeCredit?: { readonly buyerId: string; readonly amount: Money };
  /** A coupon that the platform pays for. */
  readonly coupon?: Money;
}

/** P1, P4, P5, P6: a payment is captured; each seller order's share stands in its own escrow. */
export function paymentCapturedJournal(
  paymentId: string,
  sellerOrderId: string,
  share: Money,
  at: Circumstances,
  { storeCredit, coupon }: OtherFunds = {},
): Journal {
  const nothing = zero(share.currency);
  const byCredit = storeCredit?.amount ?? nothing;
  const byCoupon = coupon ?? nothing;
  return journal(
    ['payment', paymentId, `capture:${sellerOrderId}`],
    at,
    debit('buyer_credit', byCredit, storeCredit?.buyerId),
    debit('psp_clearing', subtract(subtract(share, byCredit), byCoupon)),
    debit('promotion_expense', byCoupon),
    credit('order_escrow', share, sellerOrderId),
  );
}

/** P2: the provider took its fee; `transactionId` is the line of its balance report. */
export const providerFeeJournal = (transactionId: string, fee: Money, at: Circumstances): Journal =>
  journal(['psp_balance_txn', transactionId, 'fee'], at, debit('psp_fee_expense', fee), credit('psp_clearing', fee));

/** P3: the provider settled to the bank. */
export const providerSettledJournal = (settlementId: string, amount: Money, at: Circumstances): Journal =>
  journal(
    ['psp_settlement', settlementId, 'received'],
    at,
    debit('bank_client', amount),
    credit('psp_clearing', amount),
  );

/** P7: an order on payment terms is accepted; its escrow is not funded until P8. The platform owes its `coupon`. */
export const termsAcceptedJournal = (
  sellerOrderId: string,
  buyerId: string,
  total: Money,
  at: Circumstances,
  coupon: Money = zero(total.currency),
): Journal =>
  journal(
    ['seller_order', sellerOrderId, 'terms_accepted'],
    at,
    debit('buyer_receivable', subtract(total, coupon), buyerId),
    debit('promotion_expense', coupon),
    credit('order_escrow', total, sellerOrderId),
  );

/** P8: the invoice is paid by bank transfer; one transfer may pay several invoices. */
export const invoicePaidJournal = (
  receiptId: string,
  buyerId: string,
  amount: Money,
  at: Circumstances,
  invoiceId?: string,
): Journal =>
  journal(
    ['bank_receipt', receiptId, invoiceId === undefined ? 'invoice_paid' : `invoice_paid:${invoiceId}`],
    at,
    debit('bank_client', amount),
    credit('buyer_receivable', amount, buyerId),
  );

/** E1: the platform bought a carrier's label. */
export const labelBoughtJournal = (labelId: string, cost: Money, at: Circumstances): Journal =>
  journal(['label', labelId, 'bought'], at, debit('carrier_expense', cost), credit('carrier_payable', cost));

/** E2, E3, and E4 where the seller ships: the goods have arrived, the escrow becomes earnings, revenue and tax. */
export const deliveredJournal = (
  sellerOrderId: string,
  sellerId: string,
  parts: EarningParts,
  at: Circumstances,
): Journal =>
  journal(
    ['seller_order', sellerOrderId, 'delivered'],
    at,
    debit('order_escrow', totalOf(parts), sellerOrderId),
    credit('seller_pending', sellerNetOf(parts), sellerId),
    noted(credit('commission_revenue', parts.commission), feesOf(sellerId)),
    credit('tax_payable', parts.tax),
    credit('shipping_revenue', parts.shippingTo === 'platform' ? parts.shipping : zero(parts.shipping.currency)),
  );

/** A1, A2: an affiliate earns with the sale; who pays for it is the platform, or the seller whose id is given. */
export const affiliateEarnedJournal = (
  sellerOrderId: string,
  affiliateId: string,
  amount: Money,
  at: Circumstances,
  fundedBy?: string,
): Journal =>
  journal(
    ['seller_order', sellerOrderId, `affiliate:${affiliateId}`],
    at,
    fundedBy === undefined ? debit('affiliate_expense', amount) : debit('seller_pending', amount, fundedBy),
    credit('affiliate_pending', amount, affiliateId),
  );

/** A3: the buyer's time to return the goods has ended. */
export const affiliateReleasedJournal = (
  sellerOrderId: string,
  affiliateId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['seller_order', sellerOrderId, `affiliate_released:${affiliateId}`],
    at,
    debit('affiliate_pending', amount, affiliateId),
    credit('affiliate_available', amount, affiliateId),
  );

/** A4: the sale was refunded. */
export const affiliateClawedBackJournal = (
  refundId: string,
  affiliateId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['refund', refundId, `affiliate:${affiliateId}`],
    at,
    debit('affiliate_pending', amount, affiliateId),
    credit('affiliate_expense', amount),
  );
