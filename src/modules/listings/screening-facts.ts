import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Catalog, type BrandSummary } from '../catalog/index.js';
import type { ScreeningInput } from '../moderation/index.js';
import { Sellers } from '../sellers/index.js';
import { lowestAmount, type ListingContent } from './listing.domain.js';
import type { ListingRow } from './listings.repository.js';
import { PublishedListingsRepository } from './published-listings.repository.js';

const DAY = 86_400_000;

export interface BrandFacts {
  readonly brandName?: string;
  readonly brandAuthorised: boolean;
}

/** Gathers what screening needs to know of a listing's content. */
@Injectable()
export class ScreeningFacts {
  constructor(
    private readonly catalog: Catalog,
    private readonly sellers: Sellers,
    private readonly published: PublishedListingsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The brand that decides: a gated one without authorisation before any other, the declared one before one that the
   * title names. Ask before the transaction opens.
   */
  async brand(sellerId: Id<'sel'>, content: ListingContent): Promise<BrandFacts> {
    const declared = content.brandId ? [...(await this.catalog.brandsOf([content.brandId])).values()] : [];
    const brands = [...declared, ...(await this.catalog.brandsNamedIn(content.title))];
    for (const brand of brands) {
      if (!(await this.maySell(brand, sellerId))) return { brandName: brand.name, brandAuthorised: false };
    }
    return { brandName: brands[0]?.name, brandAuthorised: true };
  }

  /** The input of the screening of this content of the listing. */
  async input(tx: Tx, listing: ListingRow, content: ListingContent, brand: BrandFacts): Promise<ScreeningInput> {
    const { id: listingId, sellerId } = listing;
    const { title, description, currency } = content;
    return {
      subjectType: 'listing',
      subjectId: listingId,
      sellerId,
      title,
      description,
      ...brand,
      price: money(lowestAmount(content), currency),
      modelMedian: await this.published.modelMedian(tx, listingId, content),
      sellerAgeDays: await this.ageOf(tx, sellerId),
    };
  }

  /** Full days since the seller joined. */
  private async ageOf(tx: Tx, sellerId: Id<'sel'>): Promise<number> {
    const joinedAt = (await this.sellers.viewsOf([sellerId], tx)).get(sellerId)?.createdAt;
    const now = this.clock.now().getTime();
    return Math.max(0, Math.floor((now - (joinedAt?.getTime() ?? now)) / DAY));
  }

  private async maySell(brand: BrandSummary, sellerId: Id<'sel'>): Promise<boolean> {
    return !brand.isGated || (await this.catalog.isBrandAuthorised(brand.brandId, sellerId));
  }
}
