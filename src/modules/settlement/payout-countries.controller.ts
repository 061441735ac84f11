import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  Invalid,
  NotFound,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { TermsDecided, TermsDesk, TermsNeedSecondPerson, TermsProposed } from '../../platform/terms/index.js';
import {
  PayoutCountryPage,
  PayoutCountryQuery,
  PayoutCountryView,
  ProposePayoutCountryDto,
} from './payout-countries.dto.js';
import { PAYOUT_COUNTRIES } from './payout-countries.js';
import { ProposePayoutCountry } from './propose-payout-country.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('payouts')
@Controller('v1/finance/payout-countries')
export class PayoutCountriesController {
  constructor(
    private readonly desk: TermsDesk,
    private readonly proposal: ProposePayoutCountry,
  ) {}

  /** List by which time zone the sellers of a country are paid, every version. The last proposed first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: PayoutCountryQuery): Promise<PayoutCountryPage> {
    return this.desk.page(PAYOUT_COUNTRIES, query.country, query);
  }

  /** Propose by which time zone the sellers of a country are paid. Two hours after its midnight; other countries go by UTC. */
  @Post()
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(Invalid, TermsProposed)
  propose(
    @Caller() actor: UserActor,
    @Body() body: ProposePayoutCountryDto,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutCountryView> {
    return this.proposal.run(actor, body, once);
  }

  /** Put a proposed time zone into force. From its next cut-off on. */
  @Post(':payoutCountryId/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, TermsDecided, TermsNeedSecondPerson)
  approve(
    @Caller() actor: UserActor,
    @WireId('pco', 'payoutCountryId') id: Id<'pco'>,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutCountryView> {
    return this.desk.decide(PAYOUT_COUNTRIES, actor, id, 'approve', once);
  }

  /** Decline a proposed time zone. */
  @Post(':payoutCountryId/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, TermsDecided, TermsNeedSecondPerson)
  decline(
    @Caller() actor: UserActor,
    @WireId('pco', 'payoutCountryId') id: Id<'pco'>,
    @IdempotencyScope() once: Once,
  ): Promise<PayoutCountryView> {
    return this.desk.decide(PAYOUT_COUNTRIES, actor, id, 'decline', once);
  }
}
