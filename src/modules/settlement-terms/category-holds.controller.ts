import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  Invalid,
  NotFound,
  PageQuery,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { EndCategoryHold } from './end-category-hold.js';
import { CategoryHoldPage, CategoryHoldView, SetCategoryHoldDto } from './holding-terms.dto.js';
import { SetCategoryHold } from './set-category-hold.js';
import { CategoryHoldEnded, TermsChangedMeanwhile } from './settlement-terms.errors.js';
import { TermsQueries } from './terms-queries.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('settlement terms')
@Controller('v1/finance/category-holds')
export class CategoryHoldsController {
  constructor(
    private readonly queries: TermsQueries,
    private readonly setHold: SetCategoryHold,
    private readonly endHold: EndCategoryHold,
  ) {}

  /** List the longer holds of categories, with those that have ended. The last made first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: PageQuery): Promise<CategoryHoldPage> {
    return this.queries.categoryHolds(query);
  }

  /** Hold the goods of a category longer. In place of what was in force; what was bought keeps its terms. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(Invalid, TermsChangedMeanwhile)
  create(
    @Caller() actor: UserActor,
    @Body() body: SetCategoryHoldDto,
    @IdempotencyScope() once: Once,
  ): Promise<CategoryHoldView> {
    return this.setHold.run(actor, body, once);
  }

  /** End the longer hold of a category. */
  @Post(':categoryHoldId/end')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, CategoryHoldEnded)
  end(
    @Caller() actor: UserActor,
    @WireId('cth', 'categoryHoldId') id: Id<'cth'>,
    @IdempotencyScope() once: Once,
  ): Promise<CategoryHoldView> {
    return this.endHold.run(actor, id, once);
  }
}
