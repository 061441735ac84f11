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
import { PayoutTermsPage, PayoutTermsQuery, PayoutTermsView, ProposePayoutTermsDto } from './payout-terms.dto.js';
import { PAYOUT_TERMS } from './payout-terms.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('settlement terms')
@Controller('v1/finance/payout-terms')
export class PayoutTermsController {
  constructor(private readonly desk: TermsDesk) {}

  /** List by what the currencies are paid out, every version. The last proposed first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: PayoutTermsQuery): Promise<PayoutTermsPage> {
    return this.desk.page(PAYOUT_TERMS, query.currency, query);
  }

  /** Propose the next version of a currency's terms: minimum, what stays, four-eyes limit, floor of the alarm. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(TermsProposed)
  propose(
    @Caller() actor: UserActor,
    @Body() body: ProposePayoutTermsDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutTermsView> {
    return this.desk.propose(PAYOUT_TERMS, actor, body, once);
  }

  /** Put proposed terms into force. For the payouts that are made from now on; somebody else has proposed them. */
  @Post(':payoutTermsId/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, TermsDecided, TermsNeedSecondPerson)
  approve(
    @Caller() actor: UserActor,
    @WireId('pyt', 'payoutTermsId') id: Id<'pyt'>,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutTermsView> {
    return this.desk.decide(PAYOUT_TERMS, actor, id, 'approve', once);
  }

  /** Decline proposed terms. */
  @Post(':payoutTermsId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, TermsDecided, TermsNeedSecondPerson)
  decline(
    @Caller() actor: UserActor,
    @WireId('pyt', 'payoutTermsId') id: Id<'pyt'>,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutTermsView> {
    return this.desk.decide(PAYOUT_TERMS, actor, id, 'decline', once);
  }
}
