import { Module } from '@nestjs/common';
import { CouponQueries } from './coupon-queries.js';
import { CouponsController } from './coupons.controller.js';
import { Coupons } from './coupons.js';
import { CouponsRepository } from './coupons.repository.js';
import { CreateCoupon } from './create-coupon.js';
import { EndCoupon } from './end-coupon.js';
import { RedemptionsRepository } from './redemptions.repository.js';

@Module({
  controllers: [CouponsController],
  providers: [Coupons, CouponQueries, CreateCoupon, EndCoupon, CouponsRepository, RedemptionsRepository],
  exports: [Coupons],
})
export class CouponsModule {}
