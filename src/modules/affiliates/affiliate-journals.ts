import type { Id, Money } from '../../kernel/index.js';
import {
  affiliateClawedBackJournal,
  credit,
  debit,
  journal,
  type Circumstances,
  type Journal,
} from '../ledger/index.js';

/** A4; what a seller had paid for is available to it again. */
export const clawedBackJournal = (
  refundId: string,
  affiliateId: string,
  amount: Money,
  at: Circumstances,
  fundedBy?: string,
): Journal =>
  fundedBy === undefined
    ? affiliateClawedBackJournal(refundId, affiliateId, amount, at)
    : journal(
        ['refund', refundId, `affiliate:${affiliateId}`],
        at,
        debit('affiliate_pending', amount, affiliateId),
        credit('seller_available', amount, fundedBy),
      );

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
