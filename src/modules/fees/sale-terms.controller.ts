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
import { AddSaleTerms } from './add-sale-terms.js';
import { SaleTermsQueries } from './sale-terms-queries.js';
import { AddSaleTermsDto, SaleTermsPage, SaleTermsView } from './sale-terms.dto.js';

@ApiTags('fees')
@Controller('v1/finance/sale-terms')
export class SaleTermsController {
  constructor(
    private readonly addTerms: AddSaleTerms,
    private readonly queries: SaleTermsQueries,
  ) {}

  /** List the terms of sale, the latest first: the tax on goods and who keeps the shipping money. A later one takes over. */
  @Get()
  @Access({ roles: ['finance'] })
  list(@Query() query: PageQuery): Promise<SaleTermsPage> {
    return this.queries.list(query);
  }

  /** Add terms of sale. Orders placed before keep what was frozen on their lines. */
  @Post()
  @Access({ roles: ['finance'] })
  @Idempotent('optional')
  @Throws(Invalid)
  add(
    @Caller() actor: UserActor,
    @Body() body: AddSaleTermsDto,
    @IdempotencyScope() once: Once,
  ): Promise<SaleTermsView> {
    return this.addTerms.run(actor, body, once);
  }
}
