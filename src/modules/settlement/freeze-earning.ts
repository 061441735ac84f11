import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { lockClock } from './earning-clock.js';
import { earningLifecycle } from './earning.lifecycle.js';
import { EarningsRepository, type BlockSource } from './earnings.repository.js';

/** What stops the clock of an earning: a return, a dispute, a chargeback or a risk hold. */
export interface Block {
  readonly sellerOrderId: string;
  readonly source: BlockSource;
  readonly reason: string;
  readonly actor: Actor;
}

/** Stops the release clock of a seller order, also before it is delivered. What was released stays released. */
@Injectable()
export class FreezeEarning {
  constructor(
    private readonly clock: Clock,
    private readonly earnings: EarningsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  async run(tx: Tx, { sellerOrderId, source, reason, actor }: Block): Promise<void> {
    const at = this.clock.now();
    await lockClock(tx, this.earnings, sellerOrderId);
    await this.earnings.block(tx, sellerOrderId, source, reason, at);
    await moveAll(tx, earningLifecycle, [sellerOrderId], { action: 'freeze', actor, at, reason });
    await this.deadlines.cancel(tx, 'settlement.release', sellerOrderId);
  }
}
