import { Injectable } from '@nestjs/common';
import { Clock, system } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { LEASE_DEADLINE } from './claim-hold.js';
import { HoldsRepository } from './holds.repository.js';
import { REVIEW_DEADLINE } from './open-hold.js';
import { holdLifecycle } from './risk.lifecycle.js';

/** Ends a review without a decision, because there is nothing left to decide about. */
@Injectable()
export class WithdrawHold {
  constructor(
    private readonly clock: Clock,
    private readonly holds: HoldsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  async run(tx: Tx, objectId: string, reason: string): Promise<void> {
    const hold = await this.holds.lockLive(tx, objectId);
    if (!hold) return;
    const move = { action: 'withdraw', actor: system('risk'), at: this.clock.now(), reason } as const;
    await moveOne(tx, holdLifecycle, hold.id, move);
    await this.holds.settle(tx, hold.id, reason);
    await this.deadlines.cancel(tx, REVIEW_DEADLINE, hold.id);
    await this.deadlines.cancel(tx, LEASE_DEADLINE, hold.id);
  }
}
