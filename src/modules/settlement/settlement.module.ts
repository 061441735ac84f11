import { Module } from '@nestjs/common';
import { TermsModule } from '../../platform/terms/index.js';
import { DebtsModule } from '../debts/index.js';
import { LedgerModule } from '../ledger/index.js';
import { SellerHoldsModule } from '../seller-holds/index.js';
import { SellersModule } from '../sellers/index.js';
import { ApprovePayout } from './approve-payout.js';
import { AssemblePayout } from './assemble-payout.js';
import { BalanceQueries } from './balance-queries.js';
import { BankEventsController } from './bank-events.controller.js';
import { CancelPayout } from './cancel-payout.js';
import { CheckPayable } from './check-payable.js';
import { ClearPayout } from './clear-payout.js';
import { CreatePayout } from './create-payout.js';
import { EarningCompanions } from './earning-companions.js';
import { EarningRefunds } from './earning-refunds.repository.js';
import { EarningQueries } from './earning-queries.js';
import { EarningReads } from './earning-reads.repository.js';
import { EarningsRepository } from './earnings.repository.js';
import { FinancePayoutsController } from './finance-payouts.controller.js';
import { FreezeEarning } from './freeze-earning.js';
import { HoldAlarms } from './hold-alarms.js';
import { HoldAlarmsController } from './hold-alarms.controller.js';
import { HoldMetrics } from './hold.metrics.js';
import { LookUpPayout } from './look-up-payout.js';
import { MakeAvailable } from './make-available.js';
import { PayInstantly } from './pay-instantly.js';
import { PayoutCountriesController } from './payout-countries.controller.js';
import { PayoutCutoffs } from './payout-cutoffs.repository.js';
import { PayoutMetrics } from './payout.metrics.js';
import { PayoutProviders } from './payout-providers.js';
import { PayoutQueries } from './payout-queries.js';
import { PayoutReads } from './payout-reads.repository.js';
import { PayoutSwitches } from './payout-switches.repository.js';
import { PayoutVolume } from './payout-volume.repository.js';
import { PayoutJobs } from './payouts.jobs.js';
import { PayoutsRepository } from './payouts.repository.js';
import { Payouts } from './payouts.js';
import { ProposePayoutCountry } from './propose-payout-country.js';
import { QuoteInstant } from './quote-instant.js';
import { ReceiveBankEvent } from './receive-bank-event.js';
import { RecordBankAnswer } from './record-bank-answer.js';
import { ReleaseEarnings } from './release-earnings.js';
import { ReleaseReserve } from './release-reserve.js';
import { ReversiblePayouts } from './reversible-payouts.repository.js';
import { Reversals } from './reversals.js';
import { ResumePayouts } from './resume-payouts.js';
import { RetryPayout } from './retry-payout.js';
import { RunDuePayouts } from './run-due-payouts.js';
import { RunPayouts } from './run-payouts.js';
import { SandboxPayoutClient } from './sandbox-payout.client.js';
import { SellerMoneyController } from './seller-money.controller.js';
import { SetPayoutSwitch } from './set-payout-switch.js';
import { SettlePayout } from './settle-payout.js';
import { SettlementJobs } from './settlement.jobs.js';
import { Settlement } from './settlement.js';
import { ShortenHold } from './shorten-hold.js';
import { StartEarning } from './start-earning.js';
import { SubmitPayout } from './submit-payout.js';
import { TakeBackEarning } from './take-back-earning.js';
import { UnfreezeEarning } from './unfreeze-earning.js';
import { VoidPayouts } from './void-payouts.js';
import { WaitingPayouts } from './waiting-payouts.repository.js';

const EARNING = [
  FreezeEarning,
  MakeAvailable,
  ReleaseEarnings,
  ReleaseReserve,
  ShortenHold,
  StartEarning,
  TakeBackEarning,
  UnfreezeEarning,
];
const PAYOUT = [
  ApprovePayout,
  AssemblePayout,
  CancelPayout,
  CheckPayable,
  ClearPayout,
  CreatePayout,
  LookUpPayout,
  PayInstantly,
  ProposePayoutCountry,
  QuoteInstant,
  ReceiveBankEvent,
  RecordBankAnswer,
  ResumePayouts,
  RetryPayout,
  RunDuePayouts,
  RunPayouts,
  SetPayoutSwitch,
  SettlePayout,
  SubmitPayout,
  VoidPayouts,
];
const READS = [
  BalanceQueries,
  EarningCompanions,
  EarningQueries,
  EarningReads,
  EarningRefunds,
  EarningsRepository,
  HoldAlarms,
  HoldMetrics,
  PayoutCutoffs,
  PayoutMetrics,
  PayoutQueries,
  PayoutReads,
  PayoutSwitches,
  PayoutVolume,
  PayoutsRepository,
  ReversiblePayouts,
  WaitingPayouts,
];

@Module({
  imports: [DebtsModule, LedgerModule, SellerHoldsModule, SellersModule, TermsModule],
  controllers: [
    BankEventsController,
    FinancePayoutsController,
    HoldAlarmsController,
    PayoutCountriesController,
    SellerMoneyController,
  ],
  providers: [
    ...EARNING,
    ...PAYOUT,
    ...READS,
    PayoutProviders,
    SandboxPayoutClient,
    PayoutJobs,
    Payouts,
    Reversals,
    Settlement,
    SettlementJobs,
  ],
  exports: [
    EarningCompanions,
    Settlement,
    PayInstantly,
    PayoutProviders,
    Payouts,
    PayoutSwitches,
    PayoutVolume,
    QuoteInstant,
    Reversals,
    WaitingPayouts,
  ],
})
export class SettlementModule {}
