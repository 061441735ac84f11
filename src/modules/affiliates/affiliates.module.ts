import { Module } from '@nestjs/common';
import { LedgerModule } from '../ledger/index.js';
import { SettlementModule } from '../settlement/index.js';
import { AffiliatePayoutGate } from './affiliate-payout-gate.js';
import { AffiliatePayouts } from './affiliate-payouts.repository.js';
import { AffiliateQueries } from './affiliate-queries.js';
import { AffiliatesController } from './affiliates.controller.js';
import { AffiliateJobs } from './affiliates.jobs.js';
import { AffiliatesRepository } from './affiliates.repository.js';
import { ApplyAsAffiliate } from './apply-as-affiliate.js';
import { ClawBackCommission } from './claw-back-commission.js';
import { EarnCommission } from './earn-commission.js';
import { FinanceAffiliatesController } from './finance-affiliates.controller.js';
import { PayAffiliate } from './pay-affiliate.js';
import { Referrals } from './referrals.repository.js';
import { ReleaseCommission } from './release-commission.js';

const VERBS = [ApplyAsAffiliate, ClawBackCommission, EarnCommission, PayAffiliate, ReleaseCommission];

@Module({
  imports: [LedgerModule, SettlementModule],
  controllers: [AffiliatesController, FinanceAffiliatesController],
  providers: [
    ...VERBS,
    AffiliateJobs,
    AffiliatePayoutGate,
    AffiliatePayouts,
    AffiliateQueries,
    AffiliatesRepository,
    Referrals,
  ],
})
export class AffiliatesModule {}
