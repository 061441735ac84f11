import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { assertActsFor } from '../identity/index.js';
import { SellerViews } from './seller-views.js';
import type { SellerChangeDto, SellerView } from './sellers.dto.js';
import { SellersRepository } from './sellers.repository.js';

/** A seller's manager changes what buyers read about it. */
@Injectable()
export class ChangeSeller {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: SellersRepository,
    private readonly views: SellerViews,
    private readonly clock: Clock,
  ) {}

  async run(actor: Actor, sellerId: Id<'sel'>, version: number, change: SellerChangeDto): Promise<SellerView> {
    assertActsFor(actor, sellerId, 'manager');
    return this.uow.run(async (tx) => {
      await this.sellers.update(tx, sellerId, version, change, this.clock.now());
      return this.views.one(actor, sellerId, tx);
    });
  }
}
