import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { OwnMatter, type Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { sellerLifecycle } from './seller.lifecycle.js';
import { SellerViews } from './seller-views.js';
import type { SellerView } from './sellers.dto.js';
import {
  sellerReinstated,
  sellerReopened,
  sellerRestricted,
  sellerRestrictionLifted,
  sellerSuspended,
} from './sellers.events.js';
import { SellersRepository } from './sellers.repository.js';

const EVENTS = {
  restrict: sellerRestricted,
  lift_restriction: sellerRestrictionLifted,
  suspend: sellerSuspended,
  reinstate: sellerReinstated,
  reopen: sellerReopened,
} as const;

export type StandingAction = keyof typeof EVENTS;

/** Staff takes a seller's right to list, or to sell at all, or gives it back, and says why. */
@Injectable()
export class DecideStanding {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly outbox: Outbox,
    private readonly views: SellerViews,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, OwnMatter, IllegalTransition */
  run(actor: Actor, sellerId: Id<'sel'>, action: StandingAction, reason: string, once: Once): Promise<SellerView> {
    return once.run(this.uow, async (tx) => {
      if (actsFor(actor, sellerId)) throw new OwnMatter({});
      await this.sellers.get(sellerId, tx);
      await moveOne(tx, sellerLifecycle, sellerId, { action, actor, at: this.clock.now(), reason });
      const payload = { sellerId, reason };
      await this.outbox.publish(tx, EVENTS[action], { subjectId: sellerId, sellerId, payload });
      return this.views.one(actor, sellerId, tx);
    });
  }
}
