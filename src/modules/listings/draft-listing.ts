import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Actor, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Sellers } from '../sellers/index.js';
import { ListingView } from './listing-views.dto.js';
import { ListingsRepository, type ListingRow } from './listings.repository.js';
import type { CreateListingDto } from './seller-listings.dto.js';
import { WriteListing } from './write-listing.js';

@Injectable()
export class DraftListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: Sellers,
    private readonly writeListing: WriteListing,
    private readonly listings: ListingsRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound (not the caller's seller), Invalid, SkuTaken */
  async run(actor: Actor, sellerId: Id<'sel'>, input: CreateListingDto, once: Once): Promise<ListingView> {
    const seller = actsFor(actor, sellerId) ? (await this.sellers.viewsOf([sellerId])).get(sellerId) : undefined;
    if (!seller) throw new NotFound({ what: 'seller' });
    const content = await this.writeListing.run(input, { currency: seller.currency });
    return once.run(this.uow, async (tx) => {
      const id = newId('lst');
      await this.listings.insert(tx, id, sellerId, content, this.clock.now());
      return ListingView.of((await this.listings.findIn(tx, id)) as ListingRow);
    });
  }
}
