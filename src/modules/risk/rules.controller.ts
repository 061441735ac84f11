import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Access, Caller, Idempotent, IdempotencyScope, NotFound, Once } from '../../platform/http/index.js';
import { PageQuery, Throws, WireId } from '../../platform/http/index.js';
import { RuleExists } from './risk.errors.js';
import { RuleQueries } from './rule-queries.js';
import { NewRuleDto, RuleExpressionDto, RulePage, RuleValidationView, RuleVersionDto, RuleView } from './rules.dto.js';
import { changeOf, ruleViewOf } from './rules.view.js';
import { SaveRule } from './save-rule.js';

@ApiTags('risk')
@Controller('v1/risk/rules')
export class RulesController {
  constructor(
    private readonly queries: RuleQueries,
    private readonly saveRule: SaveRule,
  ) {}

  /** List the rules of the live rule set. */
  @Get()
  @Access({ roles: ['risk'] })
  list(@Query() query: PageQuery): Promise<RulePage> {
    return this.queries.list(query);
  }

  /** Add a rule. Its condition is type-checked; from now on a new rule set with it is live. */
  @Post()
  @Access({ roles: ['risk'] })
  @Idempotent('optional')
  @Throws(RuleExists)
  create(@Caller() actor: UserActor, @Body() body: NewRuleDto, @IdempotencyScope() once: Once): Promise<RuleView> {
    const { code, group } = body;
    return this.saveRule.run(actor, { code, group }, changeOf(body), once, ruleViewOf);
  }

  /** Check a condition without saving it. */
  @Post('validation')
  @HttpCode(200)
  @Access({ roles: ['risk'] })
  validate(@Body() { expression }: RuleExpressionDto): RuleValidationView {
    return this.queries.validate(expression);
  }

  /** Add a version to a rule; it takes the place of the one before in a new live rule set. */
  @Post(':ruleId/versions')
  @Access({ roles: ['risk'] })
  @Idempotent('optional')
  @Throws(NotFound)
  addVersion(
    @Caller() actor: UserActor,
    @WireId('rul', 'ruleId') id: Id<'rul'>,
    @Body() body: RuleVersionDto,
    @IdempotencyScope() once: Once,
  ): Promise<RuleView> {
    return this.saveRule.run(actor, id, changeOf(body), once, ruleViewOf);
  }
}
