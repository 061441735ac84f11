import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Forbidden,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { PayoutsDisabled } from '../settlement/index.js';
import {
  InstantPayoutOfferQuery,
  InstantPayoutOfferView,
  InstantPayoutView,
  RequestInstantPayoutDto,
} from './instant-payouts.dto.js';
import {
  InstantPayoutNeedsApproval,
  InstantPayoutNotEntitled,
  InstantPayoutNotOffered,
  InstantPayoutTooSmall,
  PayoutAccountCoolingOff,
  PayoutAccountDisabled,
  PayoutAccountMissing,
  PayoutAccountUnverified,
  PayoutVolumeReached,
  SellerNotPayable,
} from './instant-payouts.errors.js';
import { OfferInstantPayout } from './offer-instant-payout.js';
import { RequestInstantPayout } from './request-instant-payout.js';

@ApiTags('payouts')
@Controller('v1/sellers/:sellerId')
export class InstantPayoutsController {
  constructor(
    private readonly offer: OfferInstantPayout,
    private readonly request: RequestInstantPayout,
  ) {}

  /** Read what an instant payout would come to now. Nothing is promised until it is requested. */
  @Get('instant-payout-offer')
  @Access({ roles: ['seller'] })
  @Throws(NotFound, Forbidden, InstantPayoutNotOffered)
  get(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() { currency }: InstantPayoutOfferQuery,
  ): Promise<InstantPayoutOfferView> {
    return this.offer.run(actor, sellerId, currency);
  }

  /** Request an instant payout of everything available. For sellers of a tier that allows it, for a fee. */
  @Post('instant-payouts')
  @Access({ roles: ['seller'] })
  @Idempotent()
  @Throws(
    ...[NotFound, Forbidden, InstantPayoutNotOffered, InstantPayoutNotEntitled, InstantPayoutTooSmall],
    ...[InstantPayoutNeedsApproval, PayoutAccountMissing, PayoutAccountDisabled, PayoutAccountUnverified],
    ...[PayoutAccountCoolingOff, SellerNotPayable, PayoutVolumeReached, PayoutsDisabled],
  )
  create(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: RequestInstantPayoutDto,
    @IdempotencyScope() once: Once,
  ): Promise<InstantPayoutView> {
    return this.request.run(actor, sellerId, body.currency, once);
  }
}
