import { Injectable } from '@nestjs/common';
import { asId, Clock, type Actor } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { payoutLifecycle } from './payout.lifecycle.js';
import { payoutApproved } from './settlement.events.js';

export interface ApprovedPayout {
  readonly payoutId: string;
  readonly sellerId: string;
  readonly currency: string;
  /** Minor units. */
  readonly amount: number;
}

/** From now on the payout may be handed to the bank. */
@Injectable()
export class ApprovePayout {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: Outbox,
  ) {}

  /** @throws IllegalTransition unless it is a draft; the database refuses it while approvals are missing. */
  async run(
    tx: Tx,
    { payoutId, sellerId, currency, amount }: ApprovedPayout,
    actor: Actor,
    reason: string,
  ): Promise<void> {
    await moveOne(tx, payoutLifecycle, payoutId, { action: 'approve', actor, at: this.clock.now(), reason });
    const payload = { payoutId: asId<'pyo'>(payoutId), sellerId: asId<'sel'>(sellerId), currency, amount };
    await this.outbox.publish(tx, payoutApproved, { subjectId: payoutId, sellerId: payload.sellerId, payload });
  }
}
