import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  IfMatch,
  Invalid,
  NotFound,
  PageQuery,
  StaleVersion,
  Throws,
  Versioned,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { CouponQueries } from './coupon-queries.js';
import { CouponPage, CouponView, CreateCouponDto, CreateSellerCouponDto } from './coupons.dto.js';
import { CouponCodeTaken } from './coupons.errors.js';
import { CreateCoupon } from './create-coupon.js';
import { EndCoupon } from './end-coupon.js';

@ApiTags('coupons')
@Controller('v1')
export class CouponsController {
  constructor(
    private readonly queries: CouponQueries,
    private readonly createCoupon: CreateCoupon,
    private readonly endCoupon: EndCoupon,
  ) {}

  /** List every coupon, the latest first. */
  @Get('finance/coupons')
  @Access({ roles: ['finance'] })
  listAll(@Query() query: PageQuery): Promise<CouponPage> {
    return this.queries.all(query);
  }

  /** Make a coupon of the platform, and say who pays for it: the platform, the sellers of the goods, or both. */
  @Post('finance/coupons')
  @Access({ roles: ['finance'] })
  @Idempotent('optional')
  @Throws(Invalid, CouponCodeTaken)
  create(@Caller() actor: Actor, @Body() body: CreateCouponDto, @IdempotencyScope() once: Once): Promise<CouponView> {
    return this.createCoupon.ofPlatform(actor, body, once);
  }

  /** List the coupons that are for goods of the seller only. */
  @Get('sellers/:sellerId/coupons')
  @Access({ roles: ['seller'], scope: 'listings:read' })
  @Throws(NotFound)
  listOfSeller(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: PageQuery,
  ): Promise<CouponPage> {
    return this.queries.ofSeller(actor, sellerId, query);
  }

  /** Make a coupon for goods of the seller, which pays for it. */
  @Post('sellers/:sellerId/coupons')
  @Access({ roles: ['seller'], scope: 'listings:write' })
  @Idempotent('optional')
  @Throws(NotFound, Invalid, CouponCodeTaken)
  createForSeller(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: CreateSellerCouponDto,
    @IdempotencyScope() once: Once,
  ): Promise<CouponView> {
    return this.createCoupon.ofSeller(actor, sellerId, body, once);
  }

  /** End a coupon: one of your own, or any as finance. Orders that used it keep their discount. */
  @Post('coupons/:couponId/end')
  @HttpCode(200)
  @Access({ roles: ['seller', 'finance'], scope: 'listings:write' })
  @Idempotent('optional')
  @Throws(NotFound, StaleVersion)
  @Versioned()
  end(
    @Caller() actor: Actor,
    @WireId('cpn', 'couponId') id: Id<'cpn'>,
    @IfMatch() version: number,
    @IdempotencyScope() once: Once,
  ): Promise<CouponView> {
    return this.endCoupon.run(actor, { id, version }, once);
  }
}
