import { Injectable } from '@nestjs/common';
import { asId, Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, parseWireId, type Once } from '../../platform/http/index.js';
import { Sellers } from '../sellers/index.js';
import { HoldBeyondLaw, HoldExpiryPast } from './seller-holds.errors.js';
import { SellerHolds } from './seller-holds.js';
import type { PlaceSellerHoldDto, SellerHoldView } from './seller-holds.dto.js';
import { sellerHoldViewOf } from './seller-holds.view.js';

/** Staff stops money of a seller: an amount, or everything until further notice. */
@Injectable()
export class PlaceSellerHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellers: Sellers,
    private readonly holds: SellerHolds,
  ) {}

  /** @throws NotFound for an unknown seller, HoldExpiryPast, HoldBeyondLaw */
  async run(actor: UserActor, body: PlaceSellerHoldDto, once: Once): Promise<SellerHoldView> {
    const sellerId = parseWireId('sel', body.sellerId);
    const { currency, amount, reason, note, expiresAt } = body;
    return once.run(this.uow, async (tx) => {
      if (!(await this.sellers.viewsOf([sellerId], tx)).has(sellerId)) throw new NotFound({ what: 'seller' });
      const ends = expiresAt === undefined ? null : new Date(expiresAt);
      if (ends && ends <= this.clock.now()) throw new HoldExpiryPast({});
      if (ends && ends > (await this.holds.latest(tx, sellerId))) throw new HoldBeyondLaw({});
      const what = { sellerId: asId<'sel'>(sellerId), currency, requested: amount ?? null, expiresAt: ends };
      const why = { sourceType: 'staff', sourceId: newId('shd'), reason, note: note ?? null } as const;
      return sellerHoldViewOf(await this.holds.place(tx, { ...what, ...why, actor }), actor);
    });
  }
}
