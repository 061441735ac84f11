import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Actor, type Id } from '../../kernel/index.js';
import { IllegalTransition, moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { assertActsFor } from '../identity/index.js';
import { sellerLifecycle } from './seller.lifecycle.js';
import { SellerClosures } from './seller-closures.repository.js';
import { SellerViews } from './seller-views.js';
import type { SellerView } from './sellers.dto.js';
import { SellerHasOpenDisputes, SellerHasOpenOrders } from './sellers.errors.js';
import { sellerClosed } from './sellers.events.js';
import { SellersRepository } from './sellers.repository.js';

/** An owner gives the shop up, or staff does: nothing more is sold, and the next run pays what is left. */
@Injectable()
export class CloseSeller {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly closures: SellerClosures,
    private readonly outbox: Outbox,
    private readonly views: SellerViews,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, Forbidden, IllegalTransition, SellerHasOpenOrders, SellerHasOpenDisputes */
  run(actor: Actor, sellerId: Id<'sel'>, reason: string, once: Once): Promise<SellerView> {
    const isOwn = actsFor(actor, sellerId) || !isAdmin(actor);
    if (isOwn) assertActsFor(actor, sellerId, 'owner');
    return once.run(this.uow, async (tx) => {
      await this.sellers.get(sellerId, tx);
      await this.closures.lock(tx, sellerId);
      const { from } = await moveOne(tx, sellerLifecycle, sellerId, {
        action: 'close',
        actor,
        at: this.clock.now(),
        reason,
      });
      // Whose payouts were stopped does not start them by leaving.
      if (isOwn && from !== 'active') throw new IllegalTransition({ subject: 'seller', action: 'close' });
      await this.assertSettled(tx, sellerId);
      await this.outbox.publish(tx, sellerClosed, { subjectId: sellerId, sellerId, payload: { sellerId, reason } });
      return this.views.one(actor, sellerId, tx);
    });
  }

  private async assertSettled(tx: Tx, sellerId: string): Promise<void> {
    const { orders, disputes } = await this.closures.openMatters(tx, sellerId);
    if (orders > 0) throw new SellerHasOpenOrders({ count: orders });
    if (disputes > 0) throw new SellerHasOpenDisputes({ count: disputes });
  }
}

const isAdmin = (actor: Actor): boolean => actor.kind === 'user' && actor.staffRoles.includes('admin');
