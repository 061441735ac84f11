import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { moveOne, newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { assertActsFor } from '../identity/index.js';
import { sellerLifecycle } from './seller.lifecycle.js';
import { SellerViews } from './seller-views.js';
import type { SellerView, SubmissionDto } from './sellers.dto.js';
import { sellerSubmitted } from './sellers.events.js';
import { SellersRepository } from './sellers.repository.js';
import { VerificationsRepository } from './verifications.repository.js';

/** A seller's owner says who the seller is in law; the answer of the provider arrives later. */
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
      await moveOne(tx, sellerLifecycle, sellerId, { action: 'submit', actor, at: submittedAt });
      await this.sellers.setLegalIdentity(tx, sellerId, { legalName, taxId });
      const fields = { verificationId, sellerId, documents, submittedAt };
      await this.verifications.insert(tx, fields, actorRef(actor).id);
      const payload = { sellerId, verificationId };
      await this.outbox.publish(tx, sellerSubmitted, { subjectId: sellerId, sellerId, payload });
      return this.views.one(actor, sellerId, tx);
    });
  }
}
