import { Injectable } from '@nestjs/common';
import { asId, Clock, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { HoldsRepository } from './holds.repository.js';
import { riskHoldOpened } from './risk.events.js';
import type { AssessmentInput } from './risk.types.js';

export const REVIEW_DEADLINE = 'risk.hold-review';

/** Puts a held payment into the review queue, with the deadline that decides when nobody does. */
@Injectable()
export class OpenHold {
  constructor(
    private readonly clock: Clock,
    private readonly holds: HoldsRepository,
    private readonly outbox: Outbox,
    private readonly deadlines: Deadlines,
  ) {}

  async run(
    tx: Tx,
    held: AssessmentInput & { readonly decisionId: Id<'dec'>; readonly score: number },
  ): Promise<Id<'hld'>> {
    const { event, objectId, orderId, buyerId, decisionId, score } = held;
    const subject = { event, objectId, orderId, buyerId, ...held.amount };
    const opened = await this.holds.open(tx, {
      id: newId('hld'),
      ...subject,
      decisionId,
      score,
      at: this.clock.now(),
    });
    if (!opened) throw new Error(`No review policy for ${event}`);
    const { id: holdId, reviewBy } = opened;
    await this.deadlines.set(tx, REVIEW_DEADLINE, holdId, reviewBy);
    const payload = { holdId, orderId, paymentId: asId<'pay'>(objectId), objectId };
    await this.outbox.publish(tx, riskHoldOpened, { subjectId: holdId, payload });
    return holdId;
  }
}
