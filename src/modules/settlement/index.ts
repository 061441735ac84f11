export type { EarningRow } from './earnings.repository.js';
export type { Block } from './freeze-earning.js';
export { PayoutProvider, type BankAnswer, type FailureClass, type PayoutRequest } from './payout-provider.js';
export { PayoutProviders } from './payout-providers.js';
export { earningReleased, payoutFailed, payoutPaid, payoutReturned } from './settlement.events.js';
export { SettlementModule } from './settlement.module.js';
export type { EarningRefund } from './take-back-earning.js';
export { Settlement } from './settlement.js';
