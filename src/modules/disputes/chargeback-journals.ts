import { add, type Money } from '../../kernel/index.js';
import { credit, debit, journal, type Circumstances, type Journal, type Line } from '../ledger/index.js';
import type { LostShare } from '../payments/index.js';

export interface LostAmounts {
  /** Of the dispute. */
  readonly amount: Money;
  /** What the platform bears of it. */
  readonly absorbed: Money;
  /** What the platform gets back of the discount that it had paid. */
  readonly promotion: Money;
}

/** C3 and C5: lost; `from` is taken from those who got the money, what nobody gives is the platform's loss. */
export const chargebackLostJournal = (
  chargebackId: string,
  from: readonly Line[],
  { amount, absorbed, promotion }: LostAmounts,
  at: Circumstances,
): Journal =>
  journal(
    ['dispute', chargebackId, from.length === 0 ? 'absorbed' : 'lost'],
    at,
    ...from,
    debit('chargeback_loss', absorbed),
    credit('dispute_receivable', amount, chargebackId),
    credit('promotion_expense', promotion),
  );

/** A lost share of a seller who settles in another currency. */
export interface ConvertedLoss {
  /** Of the dispute. */
  readonly amount: Money;
  /** Where it is taken from, and its way back through the position. */
  readonly lines: readonly Line[];
  readonly promotion: Money;
}

/** C3 of one share, by itself, so that each journal converts between two currencies. */
export const convertedShareLostJournal = (
  chargebackId: string,
  sellerOrderId: string,
  { amount, lines, promotion }: ConvertedLoss,
  at: Circumstances,
): Journal =>
  journal(
    ['dispute', chargebackId, `lost:${sellerOrderId}`],
    at,
    ...lines,
    credit('dispute_receivable', amount, chargebackId),
    credit('promotion_expense', promotion),
  );

/**
 * What the platform bore of a sale that was given up since: neither the seller nor the buyer has a claim to it. Once for
 * each version of the chargeback: it may come to bear more.
 */
export const reclaimedJournal = (
  { id, version }: { readonly id: string; readonly version: number },
  sellerOrderId: string,
  { absorbed, promotion, back }: Pick<LostAmounts, 'absorbed' | 'promotion'> & Pick<LostShare, 'back'>,
  at: Circumstances,
): Journal =>
  journal(
    ['dispute', id, `reclaimed:${sellerOrderId}:${version}`],
    at,
    debit('order_escrow', add(back?.settled ?? absorbed, promotion), sellerOrderId),
    ...(back?.lines ?? []),
    credit('chargeback_loss', absorbed),
    credit('promotion_expense', promotion),
  );

/** C4: sellers pay the fee of the dispute; `from` is where it is taken. */
export const feePassedJournal = (chargebackId: string, from: readonly Line[], fee: Money, at: Circumstances): Journal =>
  journal(['dispute', chargebackId, 'fee_passed'], at, ...from, credit('dispute_fee_expense', fee));
