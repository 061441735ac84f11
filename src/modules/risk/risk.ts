import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { AssessEvent } from './assess-event.js';
import { WithdrawHold } from './withdraw-hold.js';
import type { Assessment, AssessmentInput, RefusedCard } from './risk.types.js';

@Injectable()
export class Risk {
  constructor(
    private readonly assessEvent: AssessEvent,
    private readonly withdrawHold: WithdrawHold,
  ) {}

  /**
   * Scores an event with the live rule set and stores the decision with its exact features. Counters include the
   * event itself, and events of one buyer are assessed one after the other until their transactions end.
   * A held `payment.authorised` is in the review queue when this returns; `risk.released` or `risk.rejected` follow.
   */
  assess(tx: Tx, input: AssessmentInput): Promise<Assessment> {
    return this.assessEvent.run(tx, input);
  }

  /** Counts a card that was refused: it leaves with the transaction's next statement, and judges nothing. */
  noteRefusedCard(tx: Tx, card: RefusedCard): void {
    this.assessEvent.noteRefusedCard(tx, card);
  }

  /** Takes a held object out of the review queue because its owner gave up; nothing happens when it is not there. */
  withdraw(tx: Tx, objectId: string, reason: string): Promise<void> {
    return this.withdrawHold.run(tx, objectId, reason);
  }
}
