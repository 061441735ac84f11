import { Injectable } from '@nestjs/common';
import { asId, Clock, system } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { CancelForSeller } from './cancel-for-seller.js';
import { ChargeSubscription } from './charge-subscription.js';
import { subscriptionLifecycle } from './subscription.lifecycle.js';
import { subscriptionEnded } from './subscriptions.events.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

const ACTOR = system('subscriptions');

/** A period is over: the next one is charged, or a subscription ends that was cancelled or whose seller is closed. */
@Injectable()
export class EndPeriod {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly subscriptions: SubscriptionsRepository,
    private readonly cancel: CancelForSeller,
    private readonly charge: ChargeSubscription,
    private readonly outbox: Outbox,
  ) {}

  /** Does nothing while the period lasts, and when it was ended before. */
  run(id: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const found = await this.subscriptions.lock(tx, id);
      const at = this.clock.now();
      if (!found || found.state === 'ended' || at < found.paidUntil) return;
      if (found.state === 'active' && !(await this.cancel.ifClosed(tx, found)))
        return this.charge.run(tx, ACTOR, found);
      await moveOne(tx, subscriptionLifecycle, id, { action: 'end', actor: ACTOR, at });
      const sellerId = asId<'sel'>(found.sellerId);
      const payload = { subscriptionId: id, sellerId };
      await this.outbox.publish(tx, subscriptionEnded, { subjectId: id, sellerId, payload });
    });
  }
}
