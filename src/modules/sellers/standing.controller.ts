import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  OwnMatter,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { CloseSeller } from './close-seller.js';
import { DecideStanding } from './decide-standing.js';
import { DecideVerification } from './decide-verification.js';
import { SellerQueries } from './seller-queries.js';
import { SellerPage, SellerQuery, SellerView } from './sellers.dto.js';
import { SellerHasOpenDisputes, SellerHasOpenOrders, VerificationClosed } from './sellers.errors.js';
import { StandingDecisionDto, VerificationDecisionDto } from './standing.dto.js';

@ApiTags('seller standing')
@Controller('v1/sellers')
export class StandingController {
  constructor(
    private readonly queries: SellerQueries,
    private readonly standing: DecideStanding,
    private readonly verification: DecideVerification,
    private readonly closing: CloseSeller,
  ) {}

  /** Sellers, newest first, by state. */
  @Get()
  @Access({ roles: ['moderator', 'risk', 'finance'] })
  @Audited('seller', undefined, 'sellerId')
  list(@Caller() actor: Actor, @Query() query: SellerQuery): Promise<SellerPage> {
    return this.queries.list(actor, query);
  }

  /** Decide a submission for verification that waits for an operator. */
  @Post(':sellerId/verification-decision')
  @HttpCode(200)
  @Access({ roles: ['admin'] })
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, VerificationClosed)
  decide(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: VerificationDecisionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.verification.run(actor, sellerId, body, once);
  }

  /** Restrict a seller: it fulfils what was ordered, but may not list. */
  @Post(':sellerId/restriction')
  @HttpCode(200)
  @Access({ roles: ['risk'] })
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, IllegalTransition)
  restrict(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: StandingDecisionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.standing.run(actor, sellerId, 'restrict', body.reason, once);
  }

  /** Lift the restriction of a seller. */
  @Post(':sellerId/restriction-removal')
  @HttpCode(200)
  @Access({ roles: ['risk'] })
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, IllegalTransition)
  liftRestriction(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: StandingDecisionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.standing.run(actor, sellerId, 'lift_restriction', body.reason, once);
  }

  /** Suspend a seller: its listings cannot be bought, its payouts wait, its open orders go on. */
  @Post(':sellerId/suspension')
  @HttpCode(200)
  @Access({ roles: ['moderator', 'risk'] })
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, IllegalTransition)
  suspend(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: StandingDecisionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.standing.run(actor, sellerId, 'suspend', body.reason, once);
  }

  /** Reinstate a suspended seller. */
  @Post(':sellerId/reinstatement')
  @HttpCode(200)
  @Access({ roles: ['moderator'] })
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, IllegalTransition)
  reinstate(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: StandingDecisionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.standing.run(actor, sellerId, 'reinstate', body.reason, once);
  }

  /** Reopen a rejected application, so that it can be submitted again. */
  @Post(':sellerId/reopening')
  @HttpCode(200)
  @Access({ roles: ['admin'] })
  @Idempotent('optional')
  @Throws(NotFound, OwnMatter, IllegalTransition)
  reopen(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: StandingDecisionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.standing.run(actor, sellerId, 'reopen', body.reason, once);
  }

  /**
   * Close a seller for good: nothing more is sold, and the next run pays what is left, however little, once two people have
   * approved it. An owner closes an active shop; staff also a restricted or suspended one.
   */
  @Post(':sellerId/closure')
  @HttpCode(200)
  @Access({ roles: ['seller', 'admin'] })
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition, SellerHasOpenOrders, SellerHasOpenDisputes)
  close(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: StandingDecisionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.closing.run(actor, sellerId, body.reason, once);
  }
}
