import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { discount, nothingOff, type CouponLine } from './coupon.domain.js';
import { CouponsRepository } from './coupons.repository.js';
import { discountMixed, type MixedDiscount } from './mixed-basket.domain.js';
import { RedemptionsRepository, type Redemption } from './redemptions.repository.js';

export interface PricedCoupon extends MixedDiscount {
  readonly code: string;
  /** `undefined` where there is no coupon with that code. */
  readonly couponId?: Id<'cpn'>;
}

export interface Basket {
  readonly buyerId: string;
  /** Null: its lines may be in several. */
  readonly currency: string | null;
  readonly lines: readonly CouponLine[];
}

/** Discounts, and who pays for them. */
@Injectable()
export class Coupons {
  constructor(
    private readonly coupons: CouponsRepository,
    private readonly redemptions: RedemptionsRepository,
    private readonly clock: Clock,
  ) {}

  /** What the code takes off the buyer's basket now, or why it takes nothing off; one statement, and uses up nothing. */
  async price(tx: Tx, code: string, { buyerId, currency, lines }: Basket): Promise<PricedCoupon> {
    const coupon = await this.coupons.byCode(tx, code, buyerId);
    if (!coupon) {
      return { code, refusal: 'unknown', lines: lines.map(({ item }) => nothingOff(item.currency)), totals: [] };
    }
    const circumstances = { at: this.clock.now(), usedByBuyer: coupon.usedByBuyer };
    const about = { code, couponId: coupon.id };
    if (currency === null) return { ...about, ...discountMixed(coupon, lines, circumstances) };
    const { total, ...taken } = discount(coupon, lines, currency, circumstances);
    return { ...about, ...taken, totals: total.amount > 0 ? [total] : [] };
  }

  /**
   * Counts a use by an order that commits with the caller; one statement, which keeps the coupon locked until then.
   * @throws CouponUnusable when it is over or used up
   */
  redeem(tx: Tx, use: Redemption): Promise<void> {
    return this.redemptions.redeem(tx, use, this.clock.now());
  }

  /** The order was never paid: what it used can be used again. Does nothing the second time. */
  giveBack(tx: Tx, orderId: string): Promise<void> {
    return this.redemptions.giveBack(tx, orderId, this.clock.now());
  }
}
