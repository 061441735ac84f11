import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { OwnMatter, type Once } from '../../platform/http/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { LEASE_DEADLINE } from './claim-hold.js';
import { HoldsRepository, type HoldRow } from './holds.repository.js';
import { REVIEW_DEADLINE } from './open-hold.js';
import { HoldClaimedByOther } from './risk.errors.js';
import { riskRejected, riskReleased } from './risk.events.js';
import { holdLifecycle } from './risk.lifecycle.js';

export interface HoldDecision {
  readonly action: 'release' | 'reject';
  readonly reason: string;
}

/** Ends a review. The payment is captured or given back by the listener of the published fact. */
@Injectable()
export class DecideHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly holds: HoldsRepository,
    private readonly outbox: Outbox,
    private readonly deadlines: Deadlines,
  ) {}

  /** @throws NotFound, HoldClaimedByOther, OwnMatter, IllegalTransition when it is decided already */
  run<V>(actor: Actor, id: Id<'hld'>, decision: HoldDecision, once: Once, view: (hold: HoldRow) => V): Promise<V> {
    return once.run(this.uow, async (tx) => {
      const hold = await this.holds.lock(tx, id);
      const isTaken = hold.state === 'claimed' && actor.kind === 'user' && hold.claimedBy !== actor.userId;
      if (isTaken) throw new HoldClaimedByOther({});
      if (actor.kind === 'user' && actor.userId === hold.buyerId) throw new OwnMatter({});
      return view(await this.decide(tx, actor, hold, decision));
    });
  }

  private async decide(tx: Tx, actor: Actor, hold: HoldRow, { action, reason }: HoldDecision): Promise<HoldRow> {
    await moveOne(tx, holdLifecycle, hold.id, { action, actor, at: this.clock.now(), reason });
    await this.holds.settle(tx, hold.id, reason);
    await this.deadlines.cancel(tx, REVIEW_DEADLINE, hold.id);
    await this.deadlines.cancel(tx, LEASE_DEADLINE, hold.id);
    const { orderId, objectId } = hold;
    const payload = { holdId: hold.id, orderId, paymentId: objectId, objectId };
    if (action === 'release') await this.outbox.publish(tx, riskReleased, { subjectId: hold.id, payload });
    else await this.outbox.publish(tx, riskRejected, { subjectId: hold.id, payload: { ...payload, reason } });
    return this.holds.lock(tx, hold.id);
  }
}
