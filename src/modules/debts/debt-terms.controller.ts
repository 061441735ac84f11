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
import { DebtQueries } from './debt-queries.js';
import { DebtTermsPage, DebtTermsView, SetDebtTermsDto } from './debt-terms.dto.js';
import { DebtTermsChangedMeanwhile } from './debts.errors.js';
import { SetDebtTerms } from './set-debt-terms.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('debts')
@Controller('v1/finance/debt-terms')
export class DebtTermsController {
  constructor(
    private readonly queries: DebtQueries,
    private readonly setTerms: SetDebtTerms,
  ) {}

  /** List the terms of debts, the latest version first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: PageQuery): Promise<DebtTermsPage> {
    return this.queries.terms(query);
  }

  /** Set how long a debt is owed before it may be given up. From an instant on; write-offs are judged when decided. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(Invalid, DebtTermsChangedMeanwhile)
  add(
    @Caller() actor: UserActor,
    @Body() body: SetDebtTermsDto,
    @IdempotencyScope() once: Once,
  ): Promise<DebtTermsView> {
    return this.setTerms.run(actor, body, once);
  }
}
