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
import { ClaimHold } from './claim-hold.js';
import { DecideHold } from './decide-hold.js';
import { HoldQueries } from './hold-queries.js';
import { DecisionView, HoldPage, HoldQuery, HoldView, RejectHoldDto, ReleaseHoldDto } from './holds.dto.js';
import { holdViewOf } from './holds.view.js';
import { HoldClaimedByOther, NothingToReview } from './risk.errors.js';

@ApiTags('risk')
@Controller('v1/risk')
export class HoldsController {
  constructor(
    private readonly queries: HoldQueries,
    private readonly claimHold: ClaimHold,
    private readonly decideHold: DecideHold,
  ) {}

  /** List held payments, the oldest first. */
  @Get('holds')
  @Access({ roles: ['risk'] })
  @Audited('risk_hold')
  list(@Caller() actor: UserActor, @Query() query: HoldQuery): Promise<HoldPage> {
    return this.queries.list(actor, query);
  }

  /** Claim the open hold with the highest score for 30 minutes. */
  @Post('holds/claim')
  @HttpCode(200)
  @Access({ roles: ['risk'] })
  @Audited('risk_hold')
  @Idempotent('optional')
  @Throws(NothingToReview)
  claimNext(@Caller() actor: UserActor, @IdempotencyScope() once: Once): Promise<HoldView> {
    return this.claimHold.run(actor, undefined, once, (hold) => holdViewOf(hold, actor));
  }

  /** Read a held payment. */
  @Get('holds/:holdId')
  @Access({ roles: ['risk'] })
  @Audited('risk_hold', 'holdId')
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('hld', 'holdId') id: Id<'hld'>): Promise<HoldView> {
    return this.queries.hold(actor, id);
  }

  /** Claim this hold for 30 minutes; claiming one's own again makes the lease longer. */
  @Post('holds/:holdId/claim')
  @HttpCode(200)
  @Access({ roles: ['risk'] })
  @Audited('risk_hold', 'holdId')
  @Idempotent('optional')
  @Throws(NotFound, HoldClaimedByOther, IllegalTransition)
  claim(
    @Caller() actor: UserActor,
    @WireId('hld', 'holdId') id: Id<'hld'>,
    @IdempotencyScope() once: Once,
  ): Promise<HoldView> {
    return this.claimHold.run(actor, id, once, (hold) => holdViewOf(hold, actor));
  }

  /** Release a held payment: it is captured and the order goes to its sellers. */
  @Post('holds/:holdId/release')
  @HttpCode(200)
  @Access({ roles: ['risk'] })
  @Idempotent()
  @Throws(NotFound, HoldClaimedByOther, OwnMatter, IllegalTransition)
  release(
    @Caller() actor: UserActor,
    @WireId('hld', 'holdId') id: Id<'hld'>,
    @Body() body: ReleaseHoldDto,
    @IdempotencyScope() once: Once,
  ): Promise<HoldView> {
    const decision = { action: 'release', reason: body.reason ?? 'released' } as const;
    return this.decideHold.run(actor, id, decision, once, (hold) => holdViewOf(hold, actor));
  }

  /** Reject a held payment: it is voided, the order is cancelled and its stock freed. */
  @Post('holds/:holdId/rejection')
  @HttpCode(200)
  @Access({ roles: ['risk'] })
  @Idempotent()
  @Throws(NotFound, HoldClaimedByOther, OwnMatter, IllegalTransition)
  reject(
    @Caller() actor: UserActor,
    @WireId('hld', 'holdId') id: Id<'hld'>,
    @Body() body: RejectHoldDto,
    @IdempotencyScope() once: Once,
  ): Promise<HoldView> {
    const decision = { action: 'reject', reason: body.reason } as const;
    return this.decideHold.run(actor, id, decision, once, (hold) => holdViewOf(hold, actor));
  }

  /** Read a decision with the exact features it was made with and each rule that spoke. */
  @Get('decisions/:decisionId')
  @Access({ roles: ['risk'] })
  @Audited('risk_decision', 'decisionId')
  @Throws(NotFound)
  decision(@WireId('dec', 'decisionId') id: Id<'dec'>): Promise<DecisionView> {
    return this.queries.decision(id);
  }
}
