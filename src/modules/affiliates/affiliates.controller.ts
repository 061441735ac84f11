import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  PageQuery,
  Throws,
} from '../../platform/http/index.js';
import { AffiliateQueries } from './affiliate-queries.js';
import { AffiliateView, ApplyAsAffiliateDto, ReferralPage } from './affiliates.dto.js';
import { AffiliateCodeTaken, AffiliateExists } from './affiliates.errors.js';
import { ApplyAsAffiliate } from './apply-as-affiliate.js';

@ApiTags('affiliates')
@Controller('v1/affiliates')
export class AffiliatesController {
  constructor(
    private readonly queries: AffiliateQueries,
    private readonly applyAs: ApplyAsAffiliate,
  ) {}

  /** Apply as an affiliate, with the code that buyers will give. Finance decides. */
  @Post()
  @Access({ roles: ['buyer'] })
  @Idempotent('optional')
  @Throws(AffiliateExists, AffiliateCodeTaken)
  apply(
    @Caller() actor: UserActor,
    @Body() { code }: ApplyAsAffiliateDto,
    @IdempotencyScope() once: Once,
  ): Promise<AffiliateView> {
    return this.applyAs.run(actor, code, once);
  }

  /** What you earned as an affiliate. */
  @Get('me')
  @Access({ roles: ['buyer'] })
  @Throws(NotFound)
  mine(@Caller() actor: UserActor): Promise<AffiliateView> {
    return this.queries.mine(actor);
  }

  /** The sales that you referred, newest first, without who bought what. */
  @Get('me/referrals')
  @Access({ roles: ['buyer'] })
  @Throws(NotFound)
  referrals(@Caller() actor: UserActor, @Query() query: PageQuery): Promise<ReferralPage> {
    return this.queries.myReferrals(actor, query);
  }
}
