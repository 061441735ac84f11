export { Ledger, type EntriesFilter } from './ledger.js';
export { LedgerModule } from './ledger.module.js';
export { credit, debit, type AccountType, type Journal, type Line, type Side, type Source } from './ledger.domain.js';
export { sellerNetOf, totalOf, type Circumstances, type EarningParts } from './journals.domain.js';
export {
  deliveredJournal,
  paymentCapturedJournal,
  releasedJournal,
  reserveReleasedJournal,
} from './journals.domain.js';
export {
  payoutCreatedJournal,
  payoutFailedJournal,
  payoutPaidJournal,
  payoutReturnedJournal,
  recoveredJournal,
  refundConfirmedJournal,
  refundRejectedJournal,
  refundRequestedJournal,
} from './journals.domain.js';
export type { EntryRow, OwnerBalance, TrialBalanceRow } from './ledger.rows.js';
export type { LockedBalance, Posted } from './posting.repository.js';
export { AccountNotOpen, AlreadyReversed, InsufficientBalance, LedgerConflict, Unbalanced } from './ledger.errors.js';
