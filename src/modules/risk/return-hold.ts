import { Injectable } from '@nestjs/common';
import { Clock, system, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { HoldsRepository } from './holds.repository.js';
import { holdLifecycle } from './risk.lifecycle.js';

/** Puts a hold whose lease ran out back into the queue; a longer lease or a decision in between keeps it. */
@Injectable()
export class ReturnHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly holds: HoldsRepository,
  ) {}

  run(id: Id<'hld'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const hold = await this.holds.lock(tx, id);
      const at = this.clock.now();
      if (hold.state !== 'claimed' || (hold.leaseUntil && hold.leaseUntil > at)) return;
      await moveOne(tx, holdLifecycle, id, { action: 'return', actor: system('risk.hold-lease'), at });
      await this.holds.settle(tx, id, null);
    });
  }
}
