export { Ledger, type EntriesFilter } from './ledger.js';
export { type HoldRequest } from './hold.domain.js';
export { Holds } from './holds.js';
export { TransferCredit } from './transfer-credit.js';
export { LedgerModule } from './ledger.module.js';
export {
  ACCOUNT_TYPES,
  credit,
  debit,
  feesOf,
  feeTaxOf,
  journal,
  noted,
  type AccountType,
  type Circumstances,
  type Journal,
  type Line,
  type Side,
  type Source,
} from './ledger.domain.js';
export { placed, placeId, placeName, type PlaceKind, type Places } from './place.domain.js';
export { valueInstant } from './value-date.domain.js';
export { refundedParts, sellerNetOf, totalOf, type EarningParts } from './earning.domain.js';
export * from './sale-journals.domain.js';
export * from './payout-journals.domain.js';
export * from './refund-journals.domain.js';
export * from './treasury-journals.domain.js';
export type { EntryRow, OwnerBalance } from './ledger.rows.js';
export type { LockedBalance, Posted } from './posting.repository.js';
export {
  AccountNotOpen,
  AlreadyReversed,
  HoldNotPending,
  HoldTooSmall,
  InsufficientBalance,
  LedgerConflict,
  PeriodClosed,
  Unbalanced,
} from './ledger.errors.js';
