import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { assertActsFor } from '../identity/index.js';
import { Sellers } from '../sellers/index.js';
import { subscriptionLifecycle } from './subscription.lifecycle.js';
import type { SubscriptionView } from './subscriptions.dto.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';
import { subscriptionView } from './subscriptions.view.js';

/** A seller cancels: what is paid for lasts, and nothing more is charged. Until then it may go on after all. */
@Injectable()
export class ChangeSubscription {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellers: Sellers,
    private readonly subscriptions: SubscriptionsRepository,
  ) {}

  /** @throws NotFound, Forbidden, IllegalTransition; SellerIsClosed when one is resumed */
  run(actor: UserActor, sellerId: Id<'sel'>, action: 'cancel' | 'resume', once: Once): Promise<SubscriptionView> {
    assertActsFor(actor, sellerId, 'manager');
    return once.run(this.uow, async (tx) => {
      if (action === 'resume') await this.sellers.assertNotClosed(tx, sellerId);
      const row = await this.subscriptions.lockCurrent(tx, sellerId);
      if (!row) throw new NotFound({ what: 'subscription' });
      const at = this.clock.now();
      const { to: state } = await moveOne(tx, subscriptionLifecycle, row.id, { action, actor, at });
      const cancelledAt = action === 'cancel' ? at : null;
      await this.subscriptions.noteCancelled(tx, row.id, cancelledAt);
      return subscriptionView({ ...row, state, cancelledAt });
    });
  }
}
