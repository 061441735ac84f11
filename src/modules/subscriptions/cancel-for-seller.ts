import { Injectable } from '@nestjs/common';
import { Clock, system } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Sellers } from '../sellers/index.js';
import { subscriptionLifecycle } from './subscription.lifecycle.js';
import { SubscriptionsRepository } from './subscriptions.repository.js';

/** The seller is closed: the month that is paid for is its last one. */
@Injectable()
export class CancelForSeller {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly sellers: Sellers,
    private readonly subscriptions: SubscriptionsRepository,
  ) {}

  run(sellerId: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const row = await this.subscriptions.lockCurrent(tx, sellerId);
      if (row?.state === 'active') await this.cancel(tx, row.id);
    });
  }

  /** A locked subscription that is active; false when the seller is not closed. */
  async ifClosed(tx: Tx, { id, sellerId }: { readonly id: string; readonly sellerId: string }): Promise<boolean> {
    const isClosed = await this.sellers.isClosed(tx, sellerId);
    if (isClosed) await this.cancel(tx, id);
    return isClosed;
  }

  private async cancel(tx: Tx, id: string): Promise<void> {
    const at = this.clock.now();
    const move = { action: 'cancel', actor: system('subscriptions'), at, reason: 'the seller is closed' } as const;
    await moveOne(tx, subscriptionLifecycle, id, move);
    await this.subscriptions.noteCancelled(tx, id, at);
  }
}
