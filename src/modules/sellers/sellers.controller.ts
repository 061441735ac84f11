import { Body, Controller, Get, HttpCode, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  IfMatch,
  NotFound,
  Once,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
} from '../../platform/http/index.js';
import { ApplyAsSeller } from './apply-as-seller.js';
import { ChangeSeller } from './change-seller.js';
import { SellerQueries } from './seller-queries.js';
import {
  ApplicationDto,
  SellerChangeDto,
  SellerPage,
  SellerProfileView,
  SellerView,
  SubmissionDto,
} from './sellers.dto.js';
import { TooManySellers, VerificationOpen } from './sellers.errors.js';
import { SubmitForVerification } from './submit-for-verification.js';

@ApiTags('sellers')
@Controller('v1')
export class SellersController {
  constructor(
    private readonly queries: SellerQueries,
    private readonly apply: ApplyAsSeller,
    private readonly change: ChangeSeller,
    private readonly submit: SubmitForVerification,
  ) {}

  /** Apply to sell, as a private person or a business. */
  @Post('sellers')
  @Access({ roles: ['buyer'] })
  @Idempotent('optional')
  @Throws(TooManySellers)
  create(
    @Caller() actor: UserActor,
    @Body() body: ApplicationDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.apply.run(actor, body, once);
  }

  /** The sellers that the signed-in person acts for. */
  @Get('me/sellers')
  @Access({ roles: ['buyer'] })
  mine(@Caller() actor: UserActor): Promise<SellerPage> {
    return this.queries.mine(actor);
  }

  /** The public profile of a seller. */
  @Get('sellers/:sellerId')
  @Access({ roles: ['anyone'] })
  @Throws(NotFound)
  profile(@WireId('sel', 'sellerId') sellerId: Id<'sel'>): Promise<SellerProfileView> {
    return this.queries.profile(sellerId);
  }

  /** A seller as its members and staff see it: state, verification, tier and what may be done. */
  @Get('sellers/:sellerId/account')
  @Access({ roles: ['seller', 'moderator', 'risk', 'finance'], scope: 'seller:read' })
  @Audited('seller', 'sellerId')
  @Versioned()
  @Throws(NotFound)
  account(@Caller() actor: Actor, @WireId('sel', 'sellerId') sellerId: Id<'sel'>): Promise<SellerView> {
    return this.queries.account(actor, sellerId);
  }

  /** Change what buyers read about a seller. */
  @Patch('sellers/:sellerId/account')
  @Access({ roles: ['seller'], scope: 'seller:write' })
  @Versioned()
  @Throws(NotFound, StaleVersion)
  update(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @IfMatch() version: number,
    @Body() body: SellerChangeDto,
  ): Promise<SellerView> {
    return this.change.run(actor, sellerId, version, body);
  }

  /**
   * Submit a seller for verification, or renew it before it ends. The outcome arrives later, in `verification` of the
   * account; a seller that sells stays what it is meanwhile.
   */
  @Post('sellers/:sellerId/verification')
  @HttpCode(202)
  @Access({ roles: ['seller'] })
  @Idempotent('optional')
  @Throws(NotFound, IllegalTransition, VerificationOpen)
  verify(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: SubmissionDto,
    @IdempotencyScope() once: Once,
  ): Promise<SellerView> {
    return this.submit.run(actor, sellerId, body, once);
  }
}
