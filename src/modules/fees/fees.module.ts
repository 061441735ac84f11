import { Module } from '@nestjs/common';
import { AddFeeRule } from './add-fee-rule.js';
import { FeeRuleQueries } from './fee-rule-queries.js';
import { FeeRulesController } from './fee-rules.controller.js';
import { Fees } from './fees.js';
import { FeesRepository } from './fees.repository.js';

@Module({
  controllers: [FeeRulesController],
  providers: [Fees, FeesRepository, AddFeeRule, FeeRuleQueries],
  exports: [Fees],
})
export class FeesModule {}
