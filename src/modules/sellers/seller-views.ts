import { Injectable } from '@nestjs/common';
import { Clock, type Actor } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { SellerView } from './sellers.dto.js';
import { SellersRepository, type Seller } from './sellers.repository.js';
import { VerificationsRepository } from './verifications.repository.js';

/** Puts together what members and staff see of sellers. */
@Injectable()
export class SellerViews {
  constructor(
    private readonly sellers: SellersRepository,
    private readonly verifications: VerificationsRepository,
    private readonly clock: Clock,
  ) {}

  async one(actor: Actor, sellerId: string, tx?: Tx): Promise<SellerView> {
    const [view] = await this.many(actor, [await this.sellers.get(sellerId, tx)], tx);
    return view as SellerView;
  }

  async many(actor: Actor, sellers: readonly Seller[], tx?: Tx): Promise<SellerView[]> {
    const latest = await this.verifications.latestOf(
      sellers.map((seller) => seller.sellerId),
      tx,
    );
    const bySeller = new Map(latest.map((verification) => [verification.sellerId, verification]));
    const now = this.clock.now();
    return sellers.map((seller) => SellerView.of(seller, bySeller.get(seller.sellerId), actor, now));
  }
}
