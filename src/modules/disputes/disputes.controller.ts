import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
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
  Unavailable,
  WireId,
} from '../../platform/http/index.js';
import { AddEvidence } from './add-evidence.js';
import { AnswerDispute } from './answer-dispute.js';
import { DisputeQueries } from './dispute-queries.js';
import {
  AcceptDisputeDto,
  DisputeLiabilityDto,
  DisputePage,
  DisputeQuery,
  DisputeView,
  EvidenceDto,
  StaffDisputeQuery,
  SubmitDisputeDto,
} from './disputes.dto.js';
import { DisputeRefused, EvidenceClosed, NoEvidence, TooMuchEvidence } from './disputes.errors.js';
import { SetLiability } from './set-liability.js';

const STAFF = { roles: ['finance', 'risk'] } as const;

@ApiTags('disputes')
@Controller('v1')
export class DisputesController {
  constructor(
    private readonly queries: DisputeQueries,
    private readonly evidence: AddEvidence,
    private readonly answer: AnswerDispute,
    private readonly liability: SetLiability,
  ) {}

  /** List disputes. Newest first, without their evidence. */
  @Get('disputes')
  @Access(STAFF)
  @Audited('dispute')
  list(@Caller() actor: UserActor, @Query() query: StaffDisputeQuery): Promise<DisputePage> {
    return this.queries.list(actor, query);
  }

  /** List the disputes that concern a seller. Newest first, without their evidence. */
  @Get('sellers/:sellerId/disputes')
  @Access({ roles: ['seller', 'finance', 'risk'], scope: 'orders:read' })
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  ofSeller(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: DisputeQuery,
  ): Promise<DisputePage> {
    return this.queries.ofSeller(actor, sellerId, query);
  }

  /** Read a dispute. A seller sees its own part of it. */
  @Get('disputes/:disputeId')
  @Access({ roles: ['seller', 'finance', 'risk'], scope: 'orders:read' })
  @Audited('dispute', 'disputeId')
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('dsp', 'disputeId') id: Id<'dsp'>): Promise<DisputeView> {
    return this.queries.one(actor, id);
  }

  /** Give evidence against the complaint. Before its time is over; staff sends it to the bank. */
  @Post('disputes/:disputeId/evidence')
  @Access({ roles: ['seller'], scope: 'orders:write' })
  @Idempotent('optional')
  @Throws(NotFound, EvidenceClosed, TooMuchEvidence)
  addEvidence(
    @Caller() actor: Actor,
    @WireId('dsp', 'disputeId') id: Id<'dsp'>,
    @Body() body: EvidenceDto,
    @IdempotencyScope() once: Once,
  ): Promise<DisputeView> {
    return this.evidence.run(actor, id, body, once);
  }

  /** Send the evidence to the bank. Once, for good. */
  @Post('disputes/:disputeId/submission')
  @HttpCode(200)
  @Access(STAFF)
  @Idempotent()
  @Throws(NotFound, EvidenceClosed, NoEvidence, DisputeRefused, IllegalTransition, Unavailable)
  submit(
    @Caller() actor: UserActor,
    @WireId('dsp', 'disputeId') id: Id<'dsp'>,
    @Body() body: SubmitDisputeDto,
    @IdempotencyScope() once: Once,
  ): Promise<DisputeView> {
    return this.answer.submit(actor, id, body.note, once);
  }

  /** Give in. The money is lost, without a contest. */
  @Post('disputes/:disputeId/acceptance')
  @HttpCode(200)
  @Access(STAFF)
  @Idempotent()
  @Throws(NotFound, OwnMatter, DisputeRefused, IllegalTransition, Unavailable)
  accept(
    @Caller() actor: UserActor,
    @WireId('dsp', 'disputeId') id: Id<'dsp'>,
    @Body() body: AcceptDisputeDto,
    @IdempotencyScope() once: Once,
  ): Promise<DisputeView> {
    return this.answer.accept(actor, id, body.reason, once);
  }

  /** Decide who bears a dispute if it is lost. In place of the policy for its reason. */
  @Post('disputes/:disputeId/liability')
  @HttpCode(200)
  @Access(STAFF)
  @Idempotent()
  @Throws(NotFound, OwnMatter, IllegalTransition)
  setLiability(
    @Caller() actor: UserActor,
    @WireId('dsp', 'disputeId') id: Id<'dsp'>,
    @Body() body: DisputeLiabilityDto,
    @IdempotencyScope() once: Once,
  ): Promise<DisputeView> {
    return this.liability.run(actor, id, body, once);
  }
}
