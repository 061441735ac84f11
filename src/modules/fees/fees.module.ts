import { Module } from '@nestjs/common';
import { AddSaleTerms } from './add-sale-terms.js';
import { CreateFeeRule } from './create-fee-rule.js';
import { EndFeeRule } from './end-fee-rule.js';
import { FeeRuleQueries } from './fee-rule-queries.js';
import { FeeRulesController } from './fee-rules.controller.js';
import { FeeRulesRepository } from './fee-rules.repository.js';
import { Fees } from './fees.js';
import { ReplaceFeeRule } from './replace-fee-rule.js';
import { SaleTermsController } from './sale-terms.controller.js';
import { SaleTermsQueries } from './sale-terms-queries.js';
import { SaleTermsRepository } from './sale-terms.repository.js';
import { ScheduleRepository } from './schedule.repository.js';
import { SimulateFees } from './simulate-fees.js';
import { FeeSimulationController } from './simulation.controller.js';

const rules = [CreateFeeRule, ReplaceFeeRule, EndFeeRule, FeeRuleQueries, FeeRulesRepository];
const terms = [AddSaleTerms, SaleTermsQueries, SaleTermsRepository];

@Module({
  controllers: [FeeRulesController, FeeSimulationController, SaleTermsController],
  providers: [Fees, ScheduleRepository, SimulateFees, ...rules, ...terms],
  exports: [Fees],
})
export class FeesModule {}
