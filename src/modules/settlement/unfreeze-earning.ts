import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { lockClock } from './earning-clock.js';
import { earningLifecycle } from './earning.lifecycle.js';
import { EarningsRepository } from './earnings.repository.js';
import type { Block } from './freeze-earning.js';

/** Ends a block; when it was the last one, the clock runs again, from now at the earliest. */
@Injectable()
export class UnfreezeEarning {
  constructor(
    private readonly clock: Clock,
    private readonly earnings: EarningsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  async run(tx: Tx, { sellerOrderId, source, reason, actor }: Block): Promise<void> {
    const at = this.clock.now();
    await lockClock(tx, this.earnings, sellerOrderId);
    await this.earnings.unblock(tx, sellerOrderId, source, at);
    if ((await this.earnings.openBlocks(tx, sellerOrderId)).length > 0) return;
    const [moved] = await moveAll(tx, earningLifecycle, [sellerOrderId], { action: 'unfreeze', actor, at, reason });
    if (!moved) return;
    const releaseAt = await this.earnings.reschedule(tx, sellerOrderId, at);
    await this.deadlines.set(tx, 'settlement.release', sellerOrderId, releaseAt);
  }
}
