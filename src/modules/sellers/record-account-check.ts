import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import type { AccountOutcome } from './payout-account.domain.js';
import { PayoutAccountChecks } from './payout-account-checks.repository.js';
import { payoutAccountRejected, payoutAccountVerified } from './sellers.events.js';

/** Writes down whether a payout account is the seller's; the first decision counts. */
@Injectable()
export class RecordAccountCheck {
  constructor(
    private readonly checks: PayoutAccountChecks,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Whether this decision was the first about the account that is named now. */
  async run(
    tx: Tx,
    verificationId: string,
    { outcome, reason }: { readonly outcome: AccountOutcome; readonly reason?: string },
    actor: Actor,
  ): Promise<boolean> {
    const by = actorRef(actor).id;
    const sellerId = await this.checks.decide(tx, verificationId, { outcome, reason, by, at: this.clock.now() });
    if (!sellerId) return false;
    const about = { subjectId: sellerId, sellerId };
    if (outcome === 'verified')
      await this.outbox.publish(tx, payoutAccountVerified, { ...about, payload: { sellerId } });
    else
      await this.outbox.publish(tx, payoutAccountRejected, { ...about, payload: { sellerId, reason: reason ?? '' } });
    return true;
  }
}
