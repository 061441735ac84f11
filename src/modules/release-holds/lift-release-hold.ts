import { Injectable } from '@nestjs/common';
import { actsFor, Clock, system, type Actor, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { NotFound, OwnMatter, type Once } from '../../platform/http/index.js';
import { Settlement } from '../settlement/index.js';
import { EXPIRY } from './place-release-hold.js';
import { releaseHoldLifecycle } from './release-hold.lifecycle.js';
import { releaseHoldView } from './release-hold.view.js';
import type { ReleaseHoldView } from './release-holds.dto.js';
import { ReleaseHoldsRepository, type ReleaseHoldRow } from './release-holds.repository.js';

/** The clock of the seller order runs again, unless something else has stopped it too. */
@Injectable()
export class LiftReleaseHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly settlement: Settlement,
    private readonly holds: ReleaseHoldsRepository,
    private readonly deadlines: Deadlines,
  ) {}

  /** @throws NotFound, OwnMatter, IllegalTransition when it was lifted before */
  run(actor: UserActor, id: Id<'rlh'>, reason: string, once: Once): Promise<ReleaseHoldView> {
    return once.run(this.uow, async (tx) => {
      const hold = await this.holds.lock(tx, id);
      if (!hold) throw new NotFound({ what: 'release hold' });
      if (actsFor(actor, hold.sellerId)) throw new OwnMatter({});
      await this.lift(tx, hold, actor, reason);
      const row = await this.holds.find(id, tx);
      return releaseHoldView(row ?? hold, actor);
    });
  }

  /** Does nothing when it was lifted before. */
  expire(id: Id<'rlh'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const hold = await this.holds.lock(tx, id);
      if (hold?.state === 'active') await this.lift(tx, hold, system(EXPIRY), 'expired');
    });
  }

  private async lift(tx: Tx, { id, sellerOrderId }: ReleaseHoldRow, actor: Actor, reason: string): Promise<void> {
    await moveOne(tx, releaseHoldLifecycle, id, { action: 'lift', actor, at: this.clock.now(), reason });
    await this.deadlines.cancel(tx, EXPIRY, id);
    await this.settlement.unfreeze(tx, { sellerOrderId, source: { type: 'release_hold', id }, reason, actor });
  }
}
