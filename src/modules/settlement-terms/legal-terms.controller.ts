import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  PageQuery,
  Throws,
  type Once,
} from '../../platform/http/index.js';
import {
  LegalCapPage,
  LegalCapView,
  SetLegalCapDto,
  SetTransitTermsDto,
  TransitTermsPage,
  TransitTermsView,
} from './holding-terms.dto.js';
import { SetLegalCap } from './set-legal-cap.js';
import { TermsChangedMeanwhile } from './settlement-terms.errors.js';
import { SetTransitTerms } from './set-transit-terms.js';
import { TermsQueries } from './terms-queries.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('settlement terms')
@Controller('v1/finance')
export class LegalTermsController {
  constructor(
    private readonly queries: TermsQueries,
    private readonly setCap: SetLegalCap,
    private readonly setTransit: SetTransitTerms,
  ) {}

  /** List how long the law of each country lets money be held. Every version. */
  @Get('legal-hold-caps')
  @Access(FINANCE)
  caps(@Query() query: PageQuery): Promise<LegalCapPage> {
    return this.queries.legalCaps(query);
  }

  /** Say how long the law of a country lets money be held. For what is bought from now on. */
  @Post('legal-hold-caps')
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(TermsChangedMeanwhile)
  addCap(
    @Caller() actor: UserActor,
    @Body() body: SetLegalCapDto,
    @IdempotencyScope() once: Once,
  ): Promise<LegalCapView> {
    return this.setCap.run(actor, body, once);
  }

  /** List how long parcels may travel. Every version. */
  @Get('transit-terms')
  @Access(FINANCE)
  transit(@Query() query: PageQuery): Promise<TransitTermsPage> {
    return this.queries.transitTerms(query);
  }

  /** Say how long parcels may travel. For what is bought from now on. */
  @Post('transit-terms')
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(TermsChangedMeanwhile)
  addTransit(
    @Caller() actor: UserActor,
    @Body() body: SetTransitTermsDto,
    @IdempotencyScope() once: Once,
  ): Promise<TransitTermsView> {
    return this.setTransit.run(actor, body, once);
  }
}
