import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
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
import { DecidePolicy } from './decide-policy.js';
import { ProposePolicy } from './propose-policy.js';
import {
  ProposePolicyDto,
  SettlementPolicyPage,
  SettlementPolicyQuery,
  SettlementPolicyView,
} from './settlement-policies.dto.js';
import { PolicyDecided, PolicyNeedsSecondPerson, PolicyProposed } from './settlement-terms.errors.js';
import { TermsQueries } from './terms-queries.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('settlement terms')
@Controller('v1/finance/settlement-policies')
export class SettlementPoliciesController {
  constructor(
    private readonly queries: TermsQueries,
    private readonly proposePolicy: ProposePolicy,
    private readonly decidePolicy: DecidePolicy,
  ) {}

  /** List the policies of the tiers, every version. The last proposed first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: SettlementPolicyQuery): Promise<SettlementPolicyPage> {
    return this.queries.policies(query);
  }

  /** Propose the next version of a tier's policy. Somebody else puts it into force. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(PolicyProposed)
  propose(
    @Caller() actor: UserActor,
    @Body() body: ProposePolicyDto,
    @IdempotencyScope() once: Once,
  ): Promise<SettlementPolicyView> {
    return this.proposePolicy.run(actor, body, once);
  }

  /** Put a proposed policy into force. For what is bought from now on; what was bought keeps its terms. */
  @Post(':settlementPolicyId/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, PolicyDecided, PolicyNeedsSecondPerson)
  approve(
    @Caller() actor: UserActor,
    @WireId('stp', 'settlementPolicyId') id: Id<'stp'>,
    @IdempotencyScope() once: Once,
  ): Promise<SettlementPolicyView> {
    return this.decidePolicy.run(actor, id, 'approve', once);
  }

  /** Decline a proposed policy. */
  @Post(':settlementPolicyId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, PolicyDecided, PolicyNeedsSecondPerson)
  decline(
    @Caller() actor: UserActor,
    @WireId('stp', 'settlementPolicyId') id: Id<'stp'>,
    @IdempotencyScope() once: Once,
  ): Promise<SettlementPolicyView> {
    return this.decidePolicy.run(actor, id, 'decline', once);
  }
}
