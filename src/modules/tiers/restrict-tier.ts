import { Injectable } from '@nestjs/common';
import { actsFor, toWire, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Sellers } from '../sellers/index.js';
import { ChangeTier } from './change-tier.js';
import { EvaluateSeller } from './evaluate-seller.js';
import { TierProposalsRepository } from './tier-proposals.repository.js';
import type { SellerTierView } from './tiers.dto.js';
import { OwnTier, TierRestricted } from './tiers.errors.js';

/** Risk does not wait for the night. */
@Injectable()
export class RestrictTier {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: Sellers,
    private readonly proposals: TierProposalsRepository,
    private readonly evaluate: EvaluateSeller,
    private readonly changeTier: ChangeTier,
  ) {}

  /** What waited for a decision is stale. @throws NotFound, OwnTier, TierRestricted */
  run(actor: UserActor, sellerId: Id<'sel'>, reason: string, once: Once): Promise<SellerTierView> {
    return once.run(this.uow, async (tx) => {
      const open = await this.proposals.lockOpen(tx, sellerId);
      const seller = (await this.sellers.viewsOf([sellerId], tx)).get(sellerId);
      if (!seller) throw new NotFound({ what: 'seller' });
      if (actsFor(actor, sellerId)) throw new OwnTier({});
      const { tier: from } = seller;
      const change = { sellerId, from, to: 'T3', reason, proposalId: null, actor } as const;
      if (from === 'T3' || !(await this.changeTier.run(tx, change))) throw new TierRestricted({});
      if (open) await this.evaluate.lapse(tx, open);
      return { sellerId: toWire('sel', sellerId), tier: 'T3' };
    });
  }
}
