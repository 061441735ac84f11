import { Injectable } from '@nestjs/common';
import { Clock, system } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { subscriptionLifecycle } from './subscription.lifecycle.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

/** The seller is closed: the month that is paid for is its last one. */
@Injectable()
export class CancelForSeller {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly subscriptions: SubscriptionsRepository,
  ) {}

  run(sellerId: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const row = await this.subscriptions.lockCurrent(tx, sellerId);
      if (row?.state !== 'active') return;
      const at = this.clock.now();
      const reason = 'the seller is closed';
      await moveOne(tx, subscriptionLifecycle, row.id, {
        action: 'cancel',
        actor: system('subscriptions'),
        at,
        reason,
      });
      await this.subscriptions.noteCancelled(tx, row.id, at);
    });
  }
}
