import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { ExtendVerification } from './extend-verification.js';
import { sellerLifecycle } from './seller.lifecycle.js';
import {
  sellerActivated,
  sellerDocumentsRequested,
  sellerRejected,
  sellerRenewalRefused,
  sellerVerificationRenewed,
} from './sellers.events.js';
import { SellersRepository } from './sellers.repository.js';
import type { DocumentKind } from './verification-provider.js';
import { VerificationsRepository, type Outcome } from './verifications.repository.js';

export interface VerificationDecision {
  readonly outcome: Outcome;
  readonly missing?: readonly DocumentKind[];
  readonly reason?: string;
  /** Where it holds for less than the terms say. */
  readonly validDays?: number;
}

const ACTIONS = { verified: 'verify', more_documents: 'request_documents', rejected: 'reject' } as const;

/** Writes down what became of a submission and moves its seller; the first decision counts. */
@Injectable()
export class RecordVerification {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly verifications: VerificationsRepository,
    private readonly extend: ExtendVerification,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Whether this decision was the first. A renewal that is not verified leaves its seller as it is. */
  async run(tx: Tx, verificationId: Id<'vrf'>, decision: VerificationDecision, actor: Actor): Promise<boolean> {
    const { outcome, missing = [], reason, validDays } = decision;
    const at = this.clock.now();
    const by = actorRef(actor).id;
    const decided = await this.verifications.decide(tx, verificationId, { outcome, missing, reason, by, at });
    if (!decided) return false;
    const { sellerId, isRenewal, identity } = decided;
    if (!isRenewal) await moveOne(tx, sellerLifecycle, sellerId, { action: ACTIONS[outcome], actor, at, reason });
    if (outcome !== 'verified') {
      await this.refused(tx, sellerId, decision, isRenewal);
      return true;
    }
    if (identity) await this.sellers.setLegalIdentity(tx, sellerId, identity);
    const expiresAt = await this.extend.run(tx, sellerId, at, validDays);
    await this.verified(tx, sellerId, isRenewal, expiresAt);
    return true;
  }

  private async verified(tx: Tx, sellerId: Id<'sel'>, isRenewal: boolean, expiresAt: Date): Promise<void> {
    const about = { subjectId: sellerId, sellerId };
    if (!isRenewal) await this.outbox.publish(tx, sellerActivated, { ...about, payload: { sellerId } });
    else await this.outbox.publish(tx, sellerVerificationRenewed, { ...about, payload: { sellerId, expiresAt } });
  }

  private async refused(
    tx: Tx,
    sellerId: Id<'sel'>,
    { outcome, missing = [], reason = '' }: VerificationDecision,
    isRenewal: boolean,
  ): Promise<void> {
    const about = { subjectId: sellerId, sellerId };
    if (outcome === 'more_documents') {
      const payload = { sellerId, missing: [...missing] };
      await this.outbox.publish(tx, sellerDocumentsRequested, { ...about, payload });
    } else {
      const event = isRenewal ? sellerRenewalRefused : sellerRejected;
      await this.outbox.publish(tx, event, { ...about, payload: { sellerId, reason } });
    }
  }
}
