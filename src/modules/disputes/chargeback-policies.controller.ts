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
import { TermsDecided, TermsDesk, TermsNeedSecondPerson, TermsProposed } from '../../platform/terms/index.js';
import {
  ChargebackPolicyPage,
  ChargebackPolicyQuery,
  ChargebackPolicyView,
  ProposeChargebackPolicyDto,
} from './chargeback-policies.dto.js';
import { CHARGEBACK_POLICIES } from './chargeback-policies.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('disputes')
@Controller('v1/finance/chargeback-policies')
export class ChargebackPoliciesController {
  constructor(private readonly desk: TermsDesk) {}

  /** List who bears a lost chargeback, by the bank's reason, every version. The last proposed first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: ChargebackPolicyQuery): Promise<ChargebackPolicyPage> {
    return this.desk.page(CHARGEBACK_POLICIES, query.reason, query);
  }

  /** Propose the next version of the policy for a reason. Somebody else puts it into force. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(TermsProposed)
  propose(
    @Caller() actor: UserActor,
    @Body() body: ProposeChargebackPolicyDto,
    @IdempotencyScope() once: Once,
  ): Promise<ChargebackPolicyView> {
    return this.desk.propose(CHARGEBACK_POLICIES, actor, body, once);
  }

  /** Put a proposed policy into force. For chargebacks that are opened from now on; those that are keep theirs. */
  @Post(':chargebackPolicyId/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, TermsDecided, TermsNeedSecondPerson)
  approve(
    @Caller() actor: UserActor,
    @WireId('cbp', 'chargebackPolicyId') id: Id<'cbp'>,
    @IdempotencyScope() once: Once,
  ): Promise<ChargebackPolicyView> {
    return this.desk.decide(CHARGEBACK_POLICIES, actor, id, 'approve', once);
  }

  /** Decline a proposed policy. */
  @Post(':chargebackPolicyId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, TermsDecided, TermsNeedSecondPerson)
  decline(
    @Caller() actor: UserActor,
    @WireId('cbp', 'chargebackPolicyId') id: Id<'cbp'>,
    @IdempotencyScope() once: Once,
  ): Promise<ChargebackPolicyView> {
    return this.desk.decide(CHARGEBACK_POLICIES, actor, id, 'decline', once);
  }
}
