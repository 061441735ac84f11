import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  Invalid,
  Once,
  PageQuery,
  Throws,
} from '../../platform/http/index.js';
import { ChargebackTaxRulePage, ChargebackTaxRuleView, SetChargebackTaxRuleDto } from './chargeback-tax.dto.js';
import { ChargebackTaxRuleChangedMeanwhile } from './disputes.errors.js';
import { SetChargebackTaxRule } from './set-chargeback-tax-rule.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('disputes')
@Controller('v1/finance/chargeback-tax-rules')
export class ChargebackTaxController {
  constructor(private readonly rules: SetChargebackTaxRule) {}

  /** List where a lost chargeback corrects the tax on the sale. By country, the latest version first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: PageQuery): Promise<ChargebackTaxRulePage> {
    return this.rules.list(query);
  }

  /** Say whether a lost chargeback corrects the tax on the sale. By the country that the sale was shipped to. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(Invalid, ChargebackTaxRuleChangedMeanwhile)
  add(
    @Caller() actor: UserActor,
    @Body() body: SetChargebackTaxRuleDto,
    @IdempotencyScope() once: Once,
  ): Promise<ChargebackTaxRuleView> {
    return this.rules.run(actor, body, once);
  }
}
