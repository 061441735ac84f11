import type { Id, Money } from '../../kernel/index.js';
import {
  affiliateClawedBackJournal,
  credit,
  debit,
  journal,
  type Circumstances,
  type Journal,
} from '../ledger/index.js';

/** A4; what a seller had paid for is available to it again. A chargeback may be about several sales. */
export const clawedBackJournal = (
  { type, id }: { readonly type: 'refund' | 'dispute'; readonly id: string },
  affiliateId: string,
  amount: Money,
  at: Circumstances,
  fundedBy?: string,
): Journal => {
  if (type === 'refund' && fundedBy === undefined) return affiliateClawedBackJournal(id, affiliateId, amount, at);
  const sale = type === 'dispute' ? `:${at.refs?.sellerOrderId}` : '';
  return journal(
    [type, id, `affiliate:${affiliateId}${sale}`],
    at,
    debit('affiliate_pending', amount, affiliateId),
    fundedBy === undefined ? credit('affiliate_expense', amount) : credit('seller_available', amount, fundedBy),
  );
};

/** O1 of an affiliate. O2 is the one of sellers. */
export const affiliatePayoutJournal = (
  payoutId: string,
  affiliateId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['payout', payoutId, 'created'],
    at,
    debit('affiliate_available', amount, affiliateId),
    credit('payout_in_transit', amount, payoutId),
  );

/** O4 of an affiliate: the bank sent a paid payout back. */
export const affiliatePayoutReturnedJournal = (
  payoutId: string,
  affiliateId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['payout', payoutId, 'returned'],
    at,
    debit('bank_client', amount),
    credit('affiliate_available', amount, affiliateId),
  );

/** O3 of an affiliate; takes O1 back. */
export const affiliatePayoutFailedJournal = (
  payoutId: string,
  affiliateId: string,
  amount: Money,
  created: Id<'jnl'>,
  at: Circumstances,
): Journal =>
  journal(
    ['payout', payoutId, 'failed'],
    { ...at, reverses: created },
    debit('payout_in_transit', amount, payoutId),
    credit('affiliate_available', amount, affiliateId),
  );
