import type { DomainError } from '../../kernel/index.js';
import { violatedConstraint } from '../../platform/database/index.js';
import {
  AccountNotOpen,
  AlreadyReversed,
  HoldNotPending,
  HoldTooSmall,
  InsufficientBalance,
  LedgerConflict,
  PeriodClosed,
} from './ledger.errors.js';

const REFUSALS: Readonly<Record<string, new (about: { source: string }) => DomainError>> = {
  ledger_conflict: LedgerConflict,
  balance_floor: InsufficientBalance,
  account_open: AccountNotOpen,
  journal_reversed_once: AlreadyReversed,
  period_open: PeriodClosed,
  hold_is_pending: HoldNotPending,
  hold_posted_at_most: HoldTooSmall,
};

/** Runs what writes to the books, and says in the words of the business what the database refuses. */
export async function refusing<T>(source: () => string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const Refusal = REFUSALS[violatedConstraint(error) ?? ''];
    throw Refusal ? new Refusal({ source: source() }) : error;
  }
}
