import { Module } from '@nestjs/common';
import { SellersModule } from '../sellers/index.js';
import { ChangeTier } from './change-tier.js';
import { DecideTierProposal } from './decide-tier-proposal.js';
import { EvaluateSeller } from './evaluate-seller.js';
import { ProposeTiers } from './propose-tiers.js';
import { RestrictTier } from './restrict-tier.js';
import { SellerTiersController } from './seller-tiers.controller.js';
import { SetThresholds } from './set-thresholds.js';
import { ThresholdsRepository } from './thresholds.repository.js';
import { TierChangesRepository } from './tier-changes.repository.js';
import { TierFactsRepository } from './tier-facts.repository.js';
import { TierProposalsController } from './tier-proposals.controller.js';
import { TierProposalsRepository } from './tier-proposals.repository.js';
import { TierQueries } from './tier-queries.js';
import { TierThresholdsController } from './tier-thresholds.controller.js';
import { TierJobs } from './tiers.jobs.js';

const VERBS = [ChangeTier, DecideTierProposal, EvaluateSeller, ProposeTiers, RestrictTier, SetThresholds];
const STORED = [ThresholdsRepository, TierChangesRepository, TierFactsRepository, TierProposalsRepository];

@Module({
  imports: [SellersModule],
  controllers: [SellerTiersController, TierProposalsController, TierThresholdsController],
  providers: [...VERBS, ...STORED, TierQueries, TierJobs],
})
export class TiersModule {}
