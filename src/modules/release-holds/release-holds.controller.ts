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
  Invalid,
  NotFound,
  OwnMatter,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { HoldBeyondLaw } from '../seller-holds/index.js';
import { LiftReleaseHold } from './lift-release-hold.js';
import { PlaceReleaseHold } from './place-release-hold.js';
import { ReleaseHoldQueries } from './release-hold-queries.js';
import {
  LiftReleaseHoldDto,
  PlaceReleaseHoldDto,
  ReleaseHoldPage,
  ReleaseHoldQuery,
  ReleaseHoldView,
} from './release-holds.dto.js';
import { NothingToHold } from './release-holds.errors.js';

const RISK = { roles: ['risk'] } as const;

@ApiTags('risk')
@Controller('v1/risk/release-holds')
export class ReleaseHoldsController {
  constructor(
    private readonly queries: ReleaseHoldQueries,
    private readonly placeHold: PlaceReleaseHold,
    private readonly liftHold: LiftReleaseHold,
  ) {}

  /** List the holds of seller orders. Newest first. */
  @Get()
  @Access({ roles: ['risk', 'finance'] })
  @Audited('release_hold')
  list(@Caller() actor: UserActor, @Query() query: ReleaseHoldQuery): Promise<ReleaseHoldPage> {
    return this.queries.list(actor, query);
  }

  /** Stop the release clock of a seller order. Until the hold is lifted or expires; nothing is held beyond the law. */
  @Post()
  @Access(RISK)
  @Idempotent()
  @Throws(NotFound, Invalid, NothingToHold, HoldBeyondLaw)
  place(
    @Caller() actor: UserActor,
    @Body() body: PlaceReleaseHoldDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReleaseHoldView> {
    return this.placeHold.run(actor, body, once);
  }

  /** Read a hold of a seller order. */
  @Get(':releaseHoldId')
  @Access({ roles: ['risk', 'finance'] })
  @Audited('release_hold', 'releaseHoldId')
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('rlh', 'releaseHoldId') id: Id<'rlh'>): Promise<ReleaseHoldView> {
    return this.queries.one(actor, id);
  }

  /** Lift a hold of a seller order. Its clock runs again, from now at the earliest. */
  @Post(':releaseHoldId/lifting')
  @HttpCode(200)
  @Access(RISK)
  @Idempotent()
  @Throws(NotFound, OwnMatter, IllegalTransition)
  lift(
    @Caller() actor: UserActor,
    @WireId('rlh', 'releaseHoldId') id: Id<'rlh'>,
    @Body() body: LiftReleaseHoldDto,
    @IdempotencyScope() once: Once,
  ): Promise<ReleaseHoldView> {
    return this.liftHold.run(actor, id, body.reason, once);
  }
}
