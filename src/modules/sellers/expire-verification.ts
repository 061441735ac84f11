import { Injectable } from '@nestjs/common';
import { asId, Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { sellerVerificationExpired, sellerVerificationExpiring } from './sellers.events.js';
import { SELLING_STATES } from './seller.lifecycle.js';
import { SellersRepository } from './sellers.repository.js';

/** Tells of the end of a seller's verification, before and when it comes; payouts ask for the end themselves. */
@Injectable()
export class ExpireVerification {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Nothing is told of a verification that was renewed meanwhile, or of a seller that does not sell any more. */
  async run(subjectId: string): Promise<void> {
    const sellerId = asId<'sel'>(subjectId);
    const about = { subjectId, sellerId };
    await this.uow.run(async (tx) => {
      const { verifiedUntil, state } = await this.sellers.hold(tx, sellerId);
      if (!verifiedUntil || verifiedUntil > this.clock.now() || !SELLING_STATES.includes(state)) return;
      const payload = { sellerId, expiredAt: verifiedUntil };
      await this.outbox.publish(tx, sellerVerificationExpired, { ...about, payload });
    });
  }

  async announce(subjectId: string): Promise<void> {
    const sellerId = asId<'sel'>(subjectId);
    await this.uow.run(async (tx) => {
      const { verifiedUntil, state } = await this.sellers.hold(tx, sellerId);
      if (!verifiedUntil || !SELLING_STATES.includes(state)) return;
      const payload = { sellerId, expiresAt: verifiedUntil };
      await this.outbox.publish(tx, sellerVerificationExpiring, { subjectId, sellerId, payload });
    });
  }
}
