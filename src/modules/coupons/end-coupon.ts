import { Injectable } from '@nestjs/common';
import { actsFor, Clock, isStaff, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, StaleVersion, type Once } from '../../platform/http/index.js';
import { couponView } from './coupon.view.js';
import type { CouponView } from './coupons.dto.js';
import { CouponsRepository, type CouponRow } from './coupons.repository.js';

@Injectable()
export class EndCoupon {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly coupons: CouponsRepository,
  ) {}

  /** Nobody can use it any more; orders that did keep their discount. @throws NotFound, StaleVersion */
  run(actor: Actor, { id, version }: { id: Id<'cpn'>; version: number }, once: Once): Promise<CouponView> {
    return once.run(this.uow, async (tx) => {
      const before = await this.coupons.find(tx, id);
      if (!before || !mayEnd(actor, before)) throw new NotFound({ what: 'coupon' });
      const at = this.clock.now();
      if (before.version !== version) throw new StaleVersion({});
      const isOver = before.endsAt !== null && before.endsAt <= at;
      if (!isOver && !(await this.coupons.end(tx, id, version, at))) throw new StaleVersion({});
      return couponView({ ...before, ...(await this.coupons.find(tx, id)) });
    });
  }
}

/** Finance ends every coupon, sellers those that they made. */
const mayEnd = (actor: Actor, { owner, sellerId }: CouponRow): boolean =>
  isStaff(actor, 'finance') || (owner === 'seller' && sellerId !== null && actsFor(actor, sellerId, 'manager'));
