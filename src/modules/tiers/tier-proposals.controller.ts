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
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { DecideTierProposal } from './decide-tier-proposal.js';
import { TierQueries } from './tier-queries.js';
import { ConfirmTierDto, TierProposalPage, TierProposalQuery, TierProposalView, TierReasonDto } from './tiers.dto.js';
import { OwnTier, TierProposalStale } from './tiers.errors.js';

const STAFF = { roles: ['risk', 'finance'] } as const;

@ApiTags('tiers')
@Controller('v1/risk/tier-proposals')
export class TierProposalsController {
  constructor(
    private readonly queries: TierQueries,
    private readonly decide: DecideTierProposal,
  ) {}

  /** List what the facts suggest for the tiers of sellers, and what became of it. Newest first. */
  @Get()
  @Access(STAFF)
  @Audited('seller', undefined, 'sellerId')
  list(@Caller() actor: UserActor, @Query() query: TierProposalQuery): Promise<TierProposalPage> {
    return this.queries.list(actor, query);
  }

  /** Read a proposal for a seller's tier. */
  @Get(':tierProposalId')
  @Access(STAFF)
  @Audited('seller', undefined, 'sellerId')
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('tpr', 'tierProposalId') id: Id<'tpr'>): Promise<TierProposalView> {
    return this.queries.one(actor, id);
  }

  /** Confirm a proposal. The tier is that of what is bought from now on; refused when the facts have changed. */
  @Post(':tierProposalId/confirmation')
  @HttpCode(200)
  @Access(STAFF)
  @Idempotent('optional')
  @Throws(NotFound, OwnTier, IllegalTransition, TierProposalStale)
  confirm(
    @Caller() actor: UserActor,
    @WireId('tpr', 'tierProposalId') id: Id<'tpr'>,
    @Body() body: ConfirmTierDto,
    @IdempotencyScope() once: Once,
  ): Promise<TierProposalView> {
    return this.decide.confirm(actor, id, body.note, once);
  }

  /** Decline a proposal. The same is not proposed again while the facts stay. */
  @Post(':tierProposalId/refusal')
  @HttpCode(200)
  @Access(STAFF)
  @Idempotent('optional')
  @Throws(NotFound, OwnTier, IllegalTransition)
  decline(
    @Caller() actor: UserActor,
    @WireId('tpr', 'tierProposalId') id: Id<'tpr'>,
    @Body() body: TierReasonDto,
    @IdempotencyScope() once: Once,
  ): Promise<TierProposalView> {
    return this.decide.decline(actor, id, body.reason, once);
  }
}
