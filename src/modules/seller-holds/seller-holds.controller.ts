import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Once,
  OwnMatter,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { LiftSellerHold } from './lift-seller-hold.js';
import { PlaceSellerHold } from './place-seller-hold.js';
import { SellerHoldQueries } from './seller-hold-queries.js';
import {
  LiftSellerHoldDto,
  PlaceSellerHoldDto,
  SellerHoldPage,
  SellerHoldQuery,
  SellerHoldView,
} from './seller-holds.dto.js';
import { HoldBeyondLaw, HoldExpiryPast, HoldNotYours } from './seller-holds.errors.js';

const STAFF = { roles: ['risk', 'finance'] } as const;

@ApiTags('risk')
@Controller('v1/risk/seller-holds')
export class SellerHoldsController {
  constructor(
    private readonly queries: SellerHoldQueries,
    private readonly placeHold: PlaceSellerHold,
    private readonly liftHold: LiftSellerHold,
  ) {}

  /** List holds of sellers' money. Newest first. */
  @Get()
  @Access(STAFF)
  @Audited('seller_hold')
  list(@Caller() actor: UserActor, @Query() query: SellerHoldQuery): Promise<SellerHoldPage> {
    return this.queries.list(actor, query);
  }

  /** Stop money of a seller. What is available, at most what is asked for; what is missing is taken when it comes. */
  @Post()
  @Access(STAFF)
  @Idempotent()
  @Throws(NotFound, HoldExpiryPast, HoldBeyondLaw)
  place(
    @Caller() actor: UserActor,
    @Body() body: PlaceSellerHoldDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerHoldView> {
    return this.placeHold.run(actor, body, once);
  }

  /** Read a hold of a seller's money. */
  @Get(':sellerHoldId')
  @Access(STAFF)
  @Audited('seller_hold', 'sellerHoldId')
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('shd', 'sellerHoldId') id: Id<'shd'>): Promise<SellerHoldView> {
    return this.queries.one(actor, id);
  }

  /** Lift a hold. The money is available again. */
  @Post(':sellerHoldId/lifting')
  @HttpCode(200)
  @Access(STAFF)
  @Idempotent()
  @Throws(NotFound, OwnMatter, HoldNotYours, IllegalTransition)
  lift(
    @Caller() actor: UserActor,
    @WireId('shd', 'sellerHoldId') id: Id<'shd'>,
    @Body() body: LiftSellerHoldDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerHoldView> {
    return this.liftHold.run(actor, id, body.reason, once);
  }
}
