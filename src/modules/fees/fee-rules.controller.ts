import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  Invalid,
  PageQuery,
  Throws,
  type Once,
} from '../../platform/http/index.js';
import { AddFeeRule } from './add-fee-rule.js';
import { FeeRuleQueries } from './fee-rule-queries.js';
import { AddFeeRuleDto, FeeRulePage, FeeRuleView } from './fees.dto.js';

@ApiTags('fees')
@Controller('v1/fee-rules')
export class FeeRulesController {
  constructor(
    private readonly addRule: AddFeeRule,
    private readonly queries: FeeRuleQueries,
  ) {}

  /** List the fee rules, the latest first. Rules are never changed: a later one takes over. */
  @Get()
  @Access({ roles: ['finance'] })
  list(@Query() query: PageQuery): Promise<FeeRulePage> {
    return this.queries.list(query);
  }

  /** Add a fee rule. Orders placed before keep the fees that were frozen on their lines. */
  @Post()
  @Access({ roles: ['finance'] })
  @Idempotent('optional')
  @Throws(Invalid)
  add(@Caller() actor: UserActor, @Body() body: AddFeeRuleDto, @IdempotencyScope() once: Once): Promise<FeeRuleView> {
    return this.addRule.run(actor, body, once);
  }
}
