import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { AffiliateQueries } from './affiliate-queries.js';
import {
  AffiliatePage,
  AffiliatePayoutPage,
  AffiliatePayoutQuery,
  AffiliatePayoutView,
  AffiliateQuery,
  AffiliateTermsDto,
  AffiliateTermsView,
  AffiliateView,
  CreateAffiliatePayoutDto,
  FailAffiliatePayoutDto,
  PayAffiliateDto,
  SuspendAffiliateDto,
} from './affiliates.dto.js';
import {
  AffiliateNotActive,
  AffiliateSecondPersonNeeded,
  AffiliateTermsChangedMeanwhile,
  AffiliatePayoutNotPossible,
  AffiliateTransferKnown,
  NothingToPay,
} from './affiliates.errors.js';
import { ApplyAsAffiliate } from './apply-as-affiliate.js';
import { PayAffiliate } from './pay-affiliate.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('affiliates')
@Controller('v1/finance')
export class FinanceAffiliatesController {
  constructor(
    private readonly queries: AffiliateQueries,
    private readonly applications: ApplyAsAffiliate,
    private readonly payouts: PayAffiliate,
  ) {}

  /** List affiliates with their balances, newest first. */
  @Get('affiliates')
  @Access(FINANCE)
  @Audited('user', undefined, 'userId')
  list(@Query() query: AffiliateQuery): Promise<AffiliatePage> {
    return this.queries.page(query);
  }

  /** Let an affiliate earn from now on. */
  @Post('affiliates/:affiliateId/activation')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  activate(
    @Caller() actor: UserActor,
    @WireId('aff', 'affiliateId') id: Id<'aff'>,
    @IdempotencyScope() once: Once,
  ): Promise<AffiliateView> {
    return this.applications.decide(actor, id, { action: 'activate' }, once);
  }

  /** Suspend an affiliate: nothing more is referred, and nothing paid, until it is active again. */
  @Post('affiliates/:affiliateId/suspension')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition)
  suspend(
    @Caller() actor: UserActor,
    @WireId('aff', 'affiliateId') id: Id<'aff'>,
    @Body() { reason }: SuspendAffiliateDto,
    @IdempotencyScope() once: Once,
  ): Promise<AffiliateView> {
    return this.applications.decide(actor, id, { action: 'suspend', reason }, once);
  }

  /** Read the terms for what is bought now. */
  @Get('affiliate-terms')
  @Access(FINANCE)
  terms(): Promise<AffiliateTermsView> {
    return this.queries.termsInForce();
  }

  /** Set the terms for what is bought from now on. */
  @Post('affiliate-terms')
  @Access(FINANCE)
  @Idempotent('optional')
  @Throws(AffiliateTermsChangedMeanwhile)
  setTerms(
    @Caller() actor: UserActor,
    @Body() body: AffiliateTermsDto,
    @IdempotencyScope() once: Once,
  ): Promise<AffiliateTermsView> {
    return this.applications.setTerms(actor, body, once);
  }

  /** Make a payout of all that is available to an affiliate in a currency. Another person pays it. */
  @Post('affiliates/:affiliateId/payouts')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, AffiliateNotActive, NothingToPay, AffiliatePayoutNotPossible)
  createPayout(
    @Caller() actor: UserActor,
    @WireId('aff', 'affiliateId') id: Id<'aff'>,
    @Body() { currency }: CreateAffiliatePayoutDto,
    @IdempotencyScope() once: Once,
  ): Promise<AffiliatePayoutView> {
    return this.payouts.create(actor, id, currency, once);
  }

  /** List payouts to affiliates, newest first. */
  @Get('affiliate-payouts')
  @Access(FINANCE)
  @Audited('payout')
  listPayouts(@Query() query: AffiliatePayoutQuery): Promise<AffiliatePayoutPage> {
    return this.queries.payoutPage(query);
  }

  /** Pay a payout that another person made. */
  @Post('affiliate-payouts/:affiliatePayoutId/payment')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, AffiliateSecondPersonNeeded, AffiliateTransferKnown, AffiliatePayoutNotPossible)
  pay(
    @Caller() actor: UserActor,
    @WireId('afp', 'affiliatePayoutId') id: Id<'afp'>,
    @Body() { bankReference }: PayAffiliateDto,
    @IdempotencyScope() once: Once,
  ): Promise<AffiliatePayoutView> {
    return this.payouts.pay(actor, id, bankReference, once);
  }

  /** Give a payout up before money has left; it is available again. */
  @Post('affiliate-payouts/:affiliatePayoutId/failure')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition)
  fail(
    @Caller() actor: UserActor,
    @WireId('afp', 'affiliatePayoutId') id: Id<'afp'>,
    @Body() { reason }: FailAffiliatePayoutDto,
    @IdempotencyScope() once: Once,
  ): Promise<AffiliatePayoutView> {
    return this.payouts.fail(actor, id, reason, once);
  }

  /** Record that the bank has sent a paid payout back; it is available again. */
  @Post('affiliate-payouts/:affiliatePayoutId/return')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition)
  giveBack(
    @Caller() actor: UserActor,
    @WireId('afp', 'affiliatePayoutId') id: Id<'afp'>,
    @Body() { reason }: FailAffiliatePayoutDto,
    @IdempotencyScope() once: Once,
  ): Promise<AffiliatePayoutView> {
    return this.payouts.giveBack(actor, id, reason, once);
  }
}
