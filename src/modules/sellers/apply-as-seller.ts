import { Injectable } from '@nestjs/common';
import { Clock, system, type UserActor } from '../../kernel/index.js';
import { moveOne, newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Identity } from '../identity/index.js';
import { sellerLifecycle } from './seller.lifecycle.js';
import { SellerViews } from './seller-views.js';
import type { ApplicationDto, SellerView } from './sellers.dto.js';
import { TooManySellers } from './sellers.errors.js';
import { SellersRepository } from './sellers.repository.js';

const SELLERS_PER_PERSON = 10;

/** A person applies to sell, and owns the seller from then on. Every application is admitted to onboarding. */
@Injectable()
export class ApplyAsSeller {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly identity: Identity,
    private readonly views: SellerViews,
    private readonly clock: Clock,
  ) {}

  async run(actor: UserActor, { about = '', ...application }: ApplicationDto, once: Once): Promise<SellerView> {
    return once.run(this.uow, async (tx) => {
      const held = await this.identity.lockMembershipCount(tx, actor.userId);
      if (held >= SELLERS_PER_PERSON) throw new TooManySellers({ limit: SELLERS_PER_PERSON });
      const [sellerId, at] = [newId('sel'), this.clock.now()];
      await this.sellers.insert(tx, { ...application, about, sellerId, tier: 'T0', createdAt: at });
      await this.identity.putMember(tx, actor.userId, sellerId, 'owner');
      await moveOne(tx, sellerLifecycle, sellerId, { action: 'admit', actor: system('admission'), at });
      const owner = { ...actor, memberships: [...actor.memberships, { sellerId, role: 'owner' as const }] };
      return this.views.one(owner, sellerId, tx);
    });
  }
}
