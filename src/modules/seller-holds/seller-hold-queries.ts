import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, NotFound, parseWireId, type Page } from '../../platform/http/index.js';
import type { SellerHoldQuery, SellerHoldView } from './seller-holds.dto.js';
import { SellerHoldsRepository } from './seller-holds.repository.js';
import { sellerHoldViewOf } from './seller-holds.view.js';

@Injectable()
export class SellerHoldQueries {
  constructor(
    private readonly holds: SellerHoldsRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async list(actor: Actor, query: SellerHoldQuery): Promise<Page<SellerHoldView>> {
    const { state, sellerId, isNearLegalCap, limit, cursor } = query;
    const isNear = isNearLegalCap === 'true';
    const key = `seller-holds:${state ?? ''}:${sellerId ?? ''}:${isNear}`;
    const after = this.cursors.read<[string]>(cursor, key)?.[0] ?? null;
    const seller = sellerId === undefined ? null : parseWireId('sel', sellerId);
    const filter = { state: state ?? null, sellerId: seller, nearCapAt: isNear ? this.clock.now() : null };
    const rows = await this.holds.page(filter, after, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { data: data.map((hold) => sellerHoldViewOf(hold, actor)), page };
  }

  /** @throws NotFound */
  async one(actor: Actor, id: Id<'shd'>): Promise<SellerHoldView> {
    const hold = await this.holds.find(id);
    if (!hold) throw new NotFound({ what: 'seller hold' });
    return sellerHoldViewOf(hold, actor);
  }
}
