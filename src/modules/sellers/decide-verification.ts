import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { OwnMatter, type Once } from '../../platform/http/index.js';
import { RecordVerification, type VerificationDecision } from './record-verification.js';
import { SellerViews } from './seller-views.js';
import type { SellerView } from './sellers.dto.js';
import { VerificationClosed } from './sellers.errors.js';
import { SellersRepository } from './sellers.repository.js';
import { VerificationsRepository } from './verifications.repository.js';

/** An operator decides a submission that the provider left open, or decides before it. */
@Injectable()
export class DecideVerification {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly verifications: VerificationsRepository,
    private readonly record: RecordVerification,
    private readonly views: SellerViews,
  ) {}

  /** @throws NotFound, OwnMatter, VerificationClosed */
  run(actor: Actor, sellerId: Id<'sel'>, decision: VerificationDecision, once: Once): Promise<SellerView> {
    return once.run(this.uow, async (tx) => {
      if (actsFor(actor, sellerId)) throw new OwnMatter({});
      await this.sellers.get(sellerId, tx);
      const open = await this.verifications.openOf(tx, sellerId);
      const isFirst = open !== undefined && (await this.record.run(tx, open, decision, actor));
      if (!isFirst) throw new VerificationClosed({});
      return this.views.one(actor, sellerId, tx);
    });
  }
}
