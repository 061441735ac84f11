import { Module } from '@nestjs/common';
import { TermsModule } from '../../platform/terms/index.js';
import { LedgerModule } from '../ledger/index.js';
import { OrdersModule } from '../orders/index.js';
import { PaymentsModule } from '../payments/index.js';
import { SellerHoldsModule } from '../seller-holds/index.js';
import { SettlementModule } from '../settlement/index.js';
import { AddEvidence } from './add-evidence.js';
import { AnswerDispute, DisputeRecords } from './answer-dispute.js';
import { ChargebackPoliciesController } from './chargeback-policies.controller.js';
import { ChargebackTaxRules } from './chargeback-tax-rules.repository.js';
import { ChargebackTaxController } from './chargeback-tax.controller.js';
import { ChargebacksRepository } from './chargebacks.repository.js';
import { ChangeTaken } from './change-taken.js';
import { DecideChargeback } from './decide-chargeback.js';
import { DisputeQueries } from './dispute-queries.js';
import { DisputesController } from './disputes.controller.js';
import { DisputeJobs } from './disputes.jobs.js';
import { ChargebackOutcomes, EndChargeback } from './end-chargeback.js';
import { EvidenceRepository } from './evidence.repository.js';
import { ExposeSellers } from './expose-sellers.js';
import { FollowDispute } from './follow-dispute.js';
import { GiveBack } from './give-back.js';
import { LoseChargeback } from './lose-chargeback.js';
import { OpenChargeback } from './open-chargeback.js';
import { RefundReturned } from './refund-returned.js';
import { TrackDispute } from './track-dispute.js';
import { RaiseShares } from './raise-shares.js';
import { ReclaimAbsorbed } from './reclaim-absorbed.js';
import { RecoverShares } from './recover-shares.js';
import { SetChargebackTaxRule } from './set-chargeback-tax-rule.js';
import { SetLiability } from './set-liability.js';
import { TakeExcess } from './take-excess.js';
import { WinChargeback } from './win-chargeback.js';

const STORED = [ChargebacksRepository, ChargebackTaxRules, EvidenceRepository];
const MONEY = [OpenChargeback, ExposeSellers, EndChargeback, ChargebackOutcomes, WinChargeback, LoseChargeback];
const SHARES = [RaiseShares, TakeExcess];
const FOLLOWING = [SetChargebackTaxRule, TrackDispute, ChangeTaken, DecideChargeback, RefundReturned, GiveBack];
const VERBS = [FollowDispute, ReclaimAbsorbed, RecoverShares, AddEvidence, AnswerDispute, DisputeRecords, SetLiability];

@Module({
  imports: [LedgerModule, OrdersModule, PaymentsModule, SellerHoldsModule, SettlementModule, TermsModule],
  controllers: [DisputesController, ChargebackPoliciesController, ChargebackTaxController],
  providers: [...STORED, DisputeQueries, DisputeJobs, ...MONEY, ...VERBS, ...FOLLOWING, ...SHARES],
})
export class DisputesModule {}
