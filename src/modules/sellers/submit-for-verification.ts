import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { IllegalTransition, moveOne, newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { assertActsFor } from '../identity/index.js';
import { SELLING_STATES, sellerLifecycle } from './seller.lifecycle.js';
import { SellerViews } from './seller-views.js';
import type { SellerView, SubmissionDto } from './sellers.dto.js';
import { sellerSubmitted } from './sellers.events.js';
import { SellersRepository, type LegalIdentity } from './sellers.repository.js';
import { reasonNotToRenew } from './verification.domain.js';
import { VerificationsRepository } from './verifications.repository.js';

/**
 * A seller's owner says who the seller is in law; the answer of the provider arrives later. A seller that was verified
 * before stays what it is meanwhile, its name and tax id, too.
 */
@Injectable()
export class SubmitForVerification {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly verifications: VerificationsRepository,
    private readonly outbox: Outbox,
    private readonly views: SellerViews,
    private readonly clock: Clock,
  ) {}

  async run(actor: Actor, sellerId: Id<'sel'>, submission: SubmissionDto, once: Once): Promise<SellerView> {
    assertActsFor(actor, sellerId, 'owner');
    const { legalName, taxId, documents = [] } = submission;
    return once.run(this.uow, async (tx) => {
      const [verificationId, submittedAt] = [newId('vrf'), this.clock.now()];
      const identity = { legalName, taxId };
      const isRenewal = SELLING_STATES.includes((await this.sellers.get(sellerId, tx)).state);
      if (isRenewal) await this.assertMayRenew(tx, sellerId, submittedAt);
      else await this.begin(tx, actor, sellerId, identity, submittedAt);
      const fields = { verificationId, sellerId, documents, submittedAt, ...(isRenewal ? { identity } : {}) };
      await this.verifications.insert(tx, fields, actorRef(actor).id);
      const payload = { sellerId, verificationId };
      await this.outbox.publish(tx, sellerSubmitted, { subjectId: sellerId, sellerId, payload });
      return this.views.one(actor, sellerId, tx);
    });
  }

  /** @throws IllegalTransition when it was verified a moment ago; one submission at a time is the table's to keep */
  private async assertMayRenew(tx: Tx, sellerId: Id<'sel'>, now: Date): Promise<void> {
    const [latest] = await this.verifications.latestOf([sellerId], tx);
    if (reasonNotToRenew(latest, now) === 'verified_lately')
      throw new IllegalTransition({ subject: 'seller', action: 'submit' });
  }

  private async begin(tx: Tx, actor: Actor, sellerId: Id<'sel'>, identity: LegalIdentity, at: Date): Promise<void> {
    await moveOne(tx, sellerLifecycle, sellerId, { action: 'submit', actor, at });
    await this.sellers.setLegalIdentity(tx, sellerId, identity);
  }
}
