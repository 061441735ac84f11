export { Coupons, type PricedCoupon } from './coupons.js';
export { CouponUnusable } from './coupons.errors.js';
export { CODE as COUPON_CODE } from './coupons.dto.js';
export { REFUSALS as COUPON_REFUSALS, discountOf, nothingOff, totalOff, type LineDiscount } from './coupon.domain.js';
export { CouponsModule } from './coupons.module.js';
