import { Injectable } from '@nestjs/common';
import { actorRef, actsFor, Clock, type Actor, type FieldError, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, NotFound, parseWireId, type Once } from '../../platform/http/index.js';
import type { CouponAmounts } from './coupon.domain.js';
import { couponView } from './coupon.view.js';
import type { CouponView, CreateCouponDto, CreateSellerCouponDto } from './coupons.dto.js';
import { CouponsRepository, type CouponRow } from './coupons.repository.js';

type Payer = Pick<CouponRow, 'owner' | 'sellerId' | 'platformBps'>;

@Injectable()
export class CreateCoupon {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly coupons: CouponsRepository,
  ) {}

  /** The platform's: it says who pays for it. @throws Invalid, CouponCodeTaken */
  ofPlatform(actor: Actor, wanted: CreateCouponDto, once: Once): Promise<CouponView> {
    const sellerId = wanted.sellerId === undefined ? null : parseWireId('sel', wanted.sellerId);
    return this.run(actor, wanted, { owner: 'platform', sellerId, platformBps: wanted.platformBps ?? 10_000 }, once);
  }

  /** A seller's: for its own goods, and it pays for it. @throws NotFound unless the actor manages the seller */
  ofSeller(actor: Actor, sellerId: Id<'sel'>, wanted: CreateSellerCouponDto, once: Once): Promise<CouponView> {
    if (!actsFor(actor, sellerId, 'manager')) throw new NotFound({ what: 'seller' });
    return this.run(actor, wanted, { owner: 'seller', sellerId, platformBps: 0 }, once);
  }

  private run(actor: Actor, wanted: CreateSellerCouponDto, payer: Payer, once: Once): Promise<CouponView> {
    return once.run(this.uow, async (tx) => {
      const createdAt = this.clock.now();
      const startsAt = wanted.startsAt === undefined ? createdAt : new Date(wanted.startsAt);
      const endsAt = wanted.endsAt === undefined ? null : new Date(wanted.endsAt);
      const period = endsAt && endsAt <= startsAt ? [fault('/endsAt', 'range', 'must lie after startsAt')] : [];
      const faults = [...period, ...amountFaults(wanted)];
      if (faults.length > 0) throw new Invalid(faults);
      const { code, percentBps = null, amounts = [], totalLimit = null, buyerLimit = null } = wanted;
      const byCurrency = amounts.map(({ currency, ...each }): [string, CouponAmounts] => [currency, { ...each }]);
      const row: CouponRow = {
        ...{ id: newId('cpn'), code, ...payer, percentBps, amounts: Object.fromEntries(byCurrency) },
        ...{ startsAt, endsAt, totalLimit, buyerLimit, redeemed: 0, version: 1, createdAt },
      };
      await this.coupons.insert(tx, row, actorRef(actor).id);
      return couponView(row);
    });
  }
}

function amountFaults({ percentBps, amounts = [] }: CreateSellerCouponDto): FieldError[] {
  const isRate = percentBps !== undefined;
  if (!isRate && amounts.length === 0) return [fault('/percentBps', 'required', 'a percentage or amounts are needed')];
  return amounts.flatMap(({ off, most }, i) => {
    if (isRate && off !== undefined) return [fault(`/amounts/${i}/off`, 'unexpected', 'a percentage has no amount')];
    if (!isRate && off === undefined) return [fault(`/amounts/${i}/off`, 'required', 'must be given')];
    return isRate || most === undefined ? [] : [fault(`/amounts/${i}/most`, 'unexpected', 'an amount has no most')];
  });
}

const fault = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });
