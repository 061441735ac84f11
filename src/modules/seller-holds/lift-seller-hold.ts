import { Injectable } from '@nestjs/common';
import { actsFor, system, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, OwnMatter, type Once } from '../../platform/http/index.js';
import { EndHold } from './end-hold.js';
import { HoldNotYours } from './seller-holds.errors.js';
import { SellerHoldsRepository, type SellerHoldRow } from './seller-holds.repository.js';
import type { SellerHoldView } from './seller-holds.dto.js';
import { sellerHoldViewOf } from './seller-holds.view.js';

/** Staff lifts a hold, or its time is over: the money is available again. */
@Injectable()
export class LiftSellerHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly holds: SellerHoldsRepository,
    private readonly end: EndHold,
  ) {}

  /** @throws NotFound, OwnMatter, HoldNotYours when a chargeback holds it, IllegalTransition when it has ended */
  run(actor: Actor, id: Id<'shd'>, reason: string, once: Once): Promise<SellerHoldView> {
    return once.run(this.uow, async (tx) => {
      const hold = await this.holds.lock(tx, id);
      if (!hold) throw new NotFound({ what: 'seller hold' });
      if (actsFor(actor, hold.sellerId)) throw new OwnMatter({});
      if (hold.sourceType === 'chargeback') throw new HoldNotYours({});
      await this.end.run(tx, hold, { used: 0, actor, reason });
      return sellerHoldViewOf((await this.holds.lock(tx, id)) as SellerHoldRow, actor);
    });
  }

  /** Does nothing to a hold that has ended. */
  expire(id: Id<'shd'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const hold = await this.holds.lock(tx, id);
      if (hold?.state !== 'active') return;
      await this.end.run(tx, hold, { used: 0, actor: system('seller-holds'), reason: 'expired' });
    });
  }
}
