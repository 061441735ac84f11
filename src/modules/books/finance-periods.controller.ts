import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor } from '../../kernel/index.js';
import { Access, Caller, IdempotencyScope, Idempotent, Once, PageQuery, Throws } from '../../platform/http/index.js';
import { PeriodAlreadyClosed, PeriodNotOver } from './books.errors.js';
import { ClosePeriod } from './close-period.js';
import { PeriodQueries } from './period-queries.js';
import { ClosePeriodDto, PeriodPage, PeriodView } from './periods.dto.js';

@ApiTags('ledger')
@Controller('v1/finance/periods')
export class FinancePeriodsController {
  constructor(
    private readonly queries: PeriodQueries,
    private readonly closePeriod: ClosePeriod,
  ) {}

  /** List closed periods. Newest first. */
  @Get()
  @Access({ roles: ['finance'] })
  list(@Query() query: PageQuery): Promise<PeriodPage> {
    return this.queries.all(query);
  }

  /** Close a period. Every day through the given one, for ever: what is late is a correction that takes effect today. */
  @Post()
  @Access({ roles: ['finance'] })
  @Idempotent('optional')
  @Throws(PeriodNotOver, PeriodAlreadyClosed)
  close(@Caller() actor: Actor, @Body() body: ClosePeriodDto, @IdempotencyScope() once: Once): Promise<PeriodView> {
    return this.closePeriod.run(actor, body.endsOn, once);
  }
}
