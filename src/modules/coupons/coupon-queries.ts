import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import { couponView } from './coupon.view.js';
import type { CouponView } from './coupons.dto.js';
import { CouponsRepository } from './coupons.repository.js';

@Injectable()
export class CouponQueries {
  constructor(
    private readonly coupons: CouponsRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Every coupon, the latest first. */
  all(query: PageQuery): Promise<Page<CouponView>> {
    return this.page(null, query);
  }

  /** Those for the seller's goods only. @throws NotFound unless the actor acts for the seller */
  ofSeller(actor: Actor, sellerId: Id<'sel'>, query: PageQuery): Promise<Page<CouponView>> {
    if (!actsFor(actor, sellerId)) throw new NotFound({ what: 'seller' });
    return this.page(sellerId, query);
  }

  private async page(sellerId: string | null, { limit, cursor }: PageQuery): Promise<Page<CouponView>> {
    const filter = `coupons:${sellerId ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, filter) ?? [];
    const rows = await this.coupons.page(sellerId, before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, filter, (last) => [last.id]);
    return { data: data.map(couponView), page };
  }
}
