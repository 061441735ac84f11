import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Cursors, NotFound, parseWireId, type PageQuery } from '../../platform/http/index.js';
import { BrowseRepository, type BrowseFilter, type CardRow, type Position } from './browse.repository.js';
import { SearchWithoutWords, SortNeedsCurrency } from './listings.errors.js';
import { cardAnswer, detailAnswer } from './public-listing.domain.js';
import type { BrowseQuery, SearchQuery } from './public-listings.dto.js';
import { PublishedListingsRepository } from './published-listings.repository.js';
import { searchConditions } from './search-tokens.domain.js';

/**
 * What anybody reads, one statement each. The answers are JSON text: the stored parts are spliced, never parsed.
 */
@Injectable()
export class BrowseListings {
  constructor(
    private readonly cards: BrowseRepository,
    private readonly published: PublishedListingsRepository,
    private readonly cursors: Cursors,
  ) {}

  /** A `ListingCardPage`. @throws SortNeedsCurrency, CursorInvalid */
  async page(query: BrowseQuery): Promise<string> {
    const filter = filterOf(query);
    const isAboutPrice = query.sort.endsWith('price') || filter.minPrice !== undefined || filter.maxPrice !== undefined;
    if (isAboutPrice && filter.currency === undefined) throw new SortNeedsCurrency({});
    const key = `listings:${query.sort}:${JSON.stringify(filter)}`;
    const after = this.cursors.read<Position>(query.cursor, key);
    const rows = await this.cards.browse(filter, query.sort, after, query.limit + 1);
    return this.answer(rows, query, key, (row) => row.position);
  }

  /** A `ListingCardPage`, best match first. @throws SearchWithoutWords, CursorInvalid */
  async search(query: SearchQuery): Promise<string> {
    const conditions = searchConditions(query.q);
    if (conditions === undefined) throw new SearchWithoutWords({});
    const key = `search:${conditions.match}`;
    const after = this.cursors.read<[number, string]>(query.cursor, key);
    const rows = await this.cards.search(conditions, after, query.limit + 1);
    return this.answer(rows, query, key, (row) => [row.rank, row.id]);
  }

  /** A `PublicListingView`. @throws NotFound */
  async detail(id: Id<'lst'>): Promise<string> {
    const row = await this.published.detail(id);
    if (!row) throw new NotFound({ what: 'listing' });
    return detailAnswer(row);
  }

  private answer<R extends CardRow>(
    rows: R[],
    query: PageQuery,
    key: string,
    positionOf: (row: R) => Position,
  ): string {
    const { data, page } = this.cursors.page(rows, query.limit, key, positionOf);
    return `{"data":[${data.map(cardAnswer).join(',')}],"page":${JSON.stringify(page)}}`;
  }
}

function filterOf({ categoryId, brandId, sellerId, ...rest }: BrowseQuery): BrowseFilter {
  const { condition, currency, minPrice, maxPrice, inStock } = rest;
  return {
    ...(categoryId !== undefined && { categoryId: parseWireId('cat', categoryId) }),
    ...(brandId !== undefined && { brandId: parseWireId('brd', brandId) }),
    ...(sellerId !== undefined && { sellerId: parseWireId('sel', sellerId) }),
    ...(condition !== undefined && { condition }),
    ...(currency !== undefined && { currency }),
    ...(minPrice !== undefined && { minPrice }),
    ...(maxPrice !== undefined && { maxPrice }),
    ...(inStock !== undefined && { inStock }),
  };
}
