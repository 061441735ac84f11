import { Injectable } from '@nestjs/common';
import { Clock, plus, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { HoldsRepository, type HoldRow } from './holds.repository.js';
import { HoldClaimedByOther, NothingToReview } from './risk.errors.js';
import { holdLifecycle } from './risk.lifecycle.js';

export const LEASE_DEADLINE = 'risk.hold-lease';
const LEASE = 'PT30M';

/** Gives an analyst a hold for half an hour: the one asked for, or the one with the highest score. */
@Injectable()
export class ClaimHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly holds: HoldsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** @throws NothingToReview, NotFound, HoldClaimedByOther, IllegalTransition */
  run<V>(actor: UserActor, wanted: Id<'hld'> | undefined, once: Once, view: (hold: HoldRow) => V): Promise<V> {
    return once.run(this.uow, async (tx) => {
      const id = wanted ?? (await this.holds.next(tx));
      if (id === undefined) throw new NothingToReview({});
      const hold = await this.holds.lock(tx, id);
      if (hold.state === 'claimed' && hold.claimedBy !== actor.userId) throw new HoldClaimedByOther({});
      return view(await this.lease(tx, hold, actor));
    });
  }

  /** The analyst's own claim is only made longer. A decided hold refuses the move. */
  private async lease(tx: Tx, hold: HoldRow, actor: UserActor): Promise<HoldRow> {
    const at = this.clock.now();
    const until = plus(at, LEASE);
    await this.holds.lease(tx, hold.id, actor.userId, until);
    if (hold.state !== 'claimed') await moveOne(tx, holdLifecycle, hold.id, { action: 'claim', actor, at });
    await this.deadlines.set(tx, LEASE_DEADLINE, hold.id, until);
    return this.holds.lock(tx, hold.id);
  }
}
