import { Module } from '@nestjs/common';
import { TermsModule } from '../../platform/terms/index.js';
import { CategoryHoldsController } from './category-holds.controller.js';
import { CategoryHoldsRepository } from './category-holds.repository.js';
import { DecidePolicy } from './decide-policy.js';
import { EndCategoryHold } from './end-category-hold.js';
import { LegalTermsController } from './legal-terms.controller.js';
import { LegalTermsRepository } from './legal-terms.repository.js';
import { PayoutTermsController } from './payout-terms.controller.js';
import { PoliciesRepository } from './policies.repository.js';
import { ProposePolicy } from './propose-policy.js';
import { SetCategoryHold } from './set-category-hold.js';
import { SetLegalCap } from './set-legal-cap.js';
import { SettlementPoliciesController } from './settlement-policies.controller.js';
import { SetTransitTerms } from './set-transit-terms.js';
import { TermsQueries } from './terms-queries.js';

const VERBS = [DecidePolicy, EndCategoryHold, ProposePolicy, SetCategoryHold, SetLegalCap, SetTransitTerms];

@Module({
  imports: [TermsModule],
  controllers: [CategoryHoldsController, LegalTermsController, PayoutTermsController, SettlementPoliciesController],
  providers: [...VERBS, CategoryHoldsRepository, LegalTermsRepository, PoliciesRepository, TermsQueries],
})
export class SettlementTermsModule {}
