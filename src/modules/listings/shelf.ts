import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Catalog } from '../catalog/index.js';
import type { ListingRow } from './listings.repository.js';
import { cardText, detailText, tokensOf } from './public-listing.domain.js';
import { PublishedListingsRepository } from './published-listings.repository.js';

/** What the public can see: listings go up and come down in the transaction that changes them. */
@Injectable()
export class Shelf {
  constructor(
    private readonly published: PublishedListingsRepository,
    private readonly catalog: Catalog,
  ) {}

  /** Shows the listing with this content. */
  async put(tx: Tx, row: ListingRow): Promise<void> {
    const { publishedAt } = row;
    if (!publishedAt) throw new Error(`A listing without a time of publication: ${row.id}`);
    const listing = { ...row, publishedAt };
    const { category, brand } = await this.catalog.placeOf(tx, listing.categoryId, listing.brandId);
    const place = { categoryPath: category.path, categoryNames: category.branchNames, brand };
    await this.published.put(tx, {
      listing,
      branchIds: category.branchIds,
      card: cardText(listing),
      detail: detailText(listing, place),
      ...tokensOf(listing, place),
    });
  }

  async take(tx: Tx, listingId: Id<'lst'>): Promise<void> {
    await this.published.take(tx, listingId);
  }
}
