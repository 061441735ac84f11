import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  IfMatch,
  Invalid,
  NotFound,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { CreateFeeRule } from './create-fee-rule.js';
import { EndFeeRule } from './end-fee-rule.js';
import { FeeRuleQueries } from './fee-rule-queries.js';
import {
  CreateFeeRuleDto,
  EndFeeRuleDto,
  FeeRulePage,
  FeeRuleQuery,
  FeeRuleTermsDto,
  FeeRuleView,
} from './fee-rules.dto.js';
import { FeeRuleEnded, FeeRuleOverlaps } from './fees.errors.js';
import { ReplaceFeeRule } from './replace-fee-rule.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('fees')
@Controller('v1/finance/fee-rules')
export class FeeRulesController {
  constructor(
    private readonly queries: FeeRuleQueries,
    private readonly createRule: CreateFeeRule,
    private readonly replaceRule: ReplaceFeeRule,
    private readonly endRule: EndFeeRule,
  ) {}

  /** List the fee rules, the latest first, with those that have ended. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: FeeRuleQuery): Promise<FeeRulePage> {
    return this.queries.list(query);
  }

  /** Read a fee rule. */
  @Get(':feeRuleId')
  @Access(FINANCE)
  @Throws(NotFound)
  @Versioned()
  get(@WireId('rul', 'feeRuleId') id: Id<'rul'>): Promise<FeeRuleView> {
    return this.queries.get(id);
  }

  /** Add a fee rule. One of the same scope must not be in force in its period. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(Invalid, FeeRuleOverlaps)
  @Versioned()
  create(
    @Caller() actor: UserActor,
    @Body() body: CreateFeeRuleDto,
    @IdempotencyScope() once: Once,
  ): Promise<FeeRuleView> {
    return this.createRule.run(actor, body, once);
  }

  /** Let a new rule take over from a date on. What was ordered before keeps the old one. */
  @Post(':feeRuleId/replacement')
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, StaleVersion, Invalid, FeeRuleEnded, FeeRuleOverlaps)
  @Versioned()
  replace(
    @Caller() actor: UserActor,
    @WireId('rul', 'feeRuleId') id: Id<'rul'>,
    @IfMatch() version: number,
    @Body() body: FeeRuleTermsDto,
    @IdempotencyScope() once: Once,
  ): Promise<FeeRuleView> {
    return this.replaceRule.run(actor, { id, version }, body, once);
  }

  /** End a fee rule; the next specific one charges from then on. */
  @Post(':feeRuleId/end')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, StaleVersion, Invalid, FeeRuleEnded)
  @Versioned()
  end(
    @WireId('rul', 'feeRuleId') id: Id<'rul'>,
    @IfMatch() version: number,
    @Body() body: EndFeeRuleDto,
    @IdempotencyScope() once: Once,
  ): Promise<FeeRuleView> {
    return this.endRule.run({ id, version, at: body.at }, once);
  }
}
