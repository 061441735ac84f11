import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { sellerLifecycle } from './seller.lifecycle.js';
import { sellerActivated, sellerDocumentsRequested, sellerRejected } from './sellers.events.js';
import type { DocumentKind } from './verification-provider.js';
import { VerificationsRepository, type Outcome } from './verifications.repository.js';

export interface VerificationDecision {
  readonly outcome: Outcome;
  readonly missing?: readonly DocumentKind[];
  readonly reason?: string;
}

const ACTIONS = { verified: 'verify', more_documents: 'request_documents', rejected: 'reject' } as const;

/** Writes down what became of a submission and moves its seller; the first decision counts. */
@Injectable()
export class RecordVerification {
  constructor(
    private readonly verifications: VerificationsRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Whether this decision was the first. */
  async run(tx: Tx, verificationId: Id<'vrf'>, decision: VerificationDecision, actor: Actor): Promise<boolean> {
    const { outcome, missing = [], reason } = decision;
    const at = this.clock.now();
    const by = actorRef(actor).id;
    const sellerId = await this.verifications.decide(tx, verificationId, { outcome, missing, reason, by, at });
    if (!sellerId) return false;
    await moveOne(tx, sellerLifecycle, sellerId, { action: ACTIONS[outcome], actor, at, reason });
    await this.publish(tx, sellerId, decision);
    return true;
  }

  private async publish(tx: Tx, sellerId: Id<'sel'>, decision: VerificationDecision): Promise<void> {
    const { outcome, missing = [], reason = '' } = decision;
    const about = { subjectId: sellerId, sellerId };
    if (outcome === 'verified') await this.outbox.publish(tx, sellerActivated, { ...about, payload: { sellerId } });
    else if (outcome === 'rejected')
      await this.outbox.publish(tx, sellerRejected, { ...about, payload: { sellerId, reason } });
    else
      await this.outbox.publish(tx, sellerDocumentsRequested, {
        ...about,
        payload: { sellerId, missing: [...missing] },
      });
  }
}
