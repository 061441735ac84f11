import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, NotFound } from '../../platform/http/index.js';
import { ListingView, type ListingPage } from './listing-views.dto.js';
import { ListingsRepository } from './listings.repository.js';
import type { SellerListingsQuery } from './seller-listings.dto.js';

@Injectable()
export class SellerListingQueries {
  constructor(
    private readonly listings: ListingsRepository,
    private readonly cursors: Cursors,
  ) {}

  /** Newest first. @throws NotFound, CursorInvalid */
  async page(actor: Actor, sellerId: Id<'sel'>, query: SellerListingsQuery): Promise<ListingPage> {
    if (!actsFor(actor, sellerId)) throw new NotFound({ what: 'seller' });
    const key = `seller-listings:${sellerId}:${query.state ?? ''}:${query.sku ?? ''}`;
    const after = this.cursors.read<[string, string]>(query.cursor, key);
    const rows = await this.listings.ofSeller(sellerId, query, after, query.limit + 1);
    const { data, page } = this.cursors.page(rows, query.limit, key, (last) => [last.createdAt.toISOString(), last.id]);
    return { data: data.map((row) => ListingView.of(row)), page };
  }

  /** @throws NotFound */
  async one(actor: Actor, sellerId: Id<'sel'>, id: Id<'lst'>): Promise<ListingView> {
    const row = actsFor(actor, sellerId) ? await this.listings.find(id) : undefined;
    if (row?.sellerId !== sellerId) throw new NotFound({ what: 'listing' });
    return ListingView.of(row);
  }
}
