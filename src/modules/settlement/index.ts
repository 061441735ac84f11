export { EarningCompanions, type StartedEarning } from './earning-companions.js';
export type { EarningRow } from './earnings.repository.js';
export type { Block } from './freeze-earning.js';
export {
  PayoutProvider,
  type BankAnswer,
  type FailureClass,
  type PayoutRequest,
  type PayoutReversals,
  type ReversalAnswer,
  type ReversalRequest,
} from './payout-provider.js';
export { APPROVAL_LASTS, APPROVALS_NEEDED, bindingOf, type ApprovalReason } from './payout-approval.domain.js';
export { PayoutProviders } from './payout-providers.js';
export { PayoutSwitches } from './payout-switches.repository.js';
export { PayoutVolume, type AlarmRow } from './payout-volume.repository.js';
export {
  divide,
  nextLookupAt,
  wasNeverReceived,
  type InstantFee,
  type PayoutTerms,
  type SkipReason,
} from './payout.domain.js';
export { PayInstantly } from './pay-instantly.js';
export { NothingToTakeBack, PayoutNotReversible, PayoutsDisabled } from './settlement.errors.js';
export { QuoteInstant } from './quote-instant.js';
export type { PayoutState } from './payout.lifecycle.js';
export { Payouts } from './payouts.js';
export type { PayoutRow } from './payouts.repository.js';
export { Reversals, type PartToReserve, type ReservedPart } from './reversals.js';
export { WaitingPayouts } from './waiting-payouts.repository.js';
export { earningReleased, payoutAlarmReleased, payoutFailed, payoutPaid, payoutReturned } from './settlement.events.js';
export { SettlementModule } from './settlement.module.js';
export type { EarningRefund } from './take-back-earning.js';
export { Settlement } from './settlement.js';
