import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  PageQuery,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { RestrictTier } from './restrict-tier.js';
import { TierQueries } from './tier-queries.js';
import { SellerTierView, TierChangePage, TierEvaluationView, TierReasonDto } from './tiers.dto.js';
import { OwnTier, TierRestricted } from './tiers.errors.js';

@ApiTags('tiers')
@Controller('v1')
export class SellerTiersController {
  constructor(
    private readonly queries: TierQueries,
    private readonly restrictTier: RestrictTier,
  ) {}

  /** List the changes of a seller's tier. The latest first. */
  @Get('sellers/:sellerId/tier-changes')
  @Access({ roles: ['seller', 'risk', 'finance'], scope: 'payouts:read' })
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  changes(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: PageQuery,
  ): Promise<TierChangePage> {
    return this.queries.history(actor, sellerId, query);
  }

  /** Judge a seller by the facts of this moment, as every night. */
  @Post('risk/sellers/:sellerId/tier-evaluation')
  @HttpCode(200)
  @Access({ roles: ['risk', 'finance'] })
  @Idempotent('optional')
  @Throws(NotFound)
  evaluate(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @IdempotencyScope() once: Once,
  ): Promise<TierEvaluationView> {
    return this.queries.evaluate(actor, sellerId, once);
  }

  /** Put a seller into tier T3 at once. What is bought from now on is held for the longest time. */
  @Post('risk/sellers/:sellerId/tier-restriction')
  @HttpCode(200)
  @Access({ roles: ['risk'] })
  @Idempotent('optional')
  @Throws(NotFound, OwnTier, TierRestricted)
  restrict(
    @Caller() actor: UserActor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: TierReasonDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerTierView> {
    return this.restrictTier.run(actor, sellerId, body.reason, once);
  }
}
