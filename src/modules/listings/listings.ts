import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import type { Offer } from './offer.domain.js';
import { OffersRepository, type ListingPlace } from './offers.repository.js';

/** What sellers offer. */
@Injectable()
export class Listings {
  constructor(private readonly offers: OffersRepository) {}

  /** The variants at their present prices, one statement; unknown ids are left out, what cannot be bought says so. */
  offersOf(tx: Tx, variantIds: readonly string[]): Promise<ReadonlyMap<Id<'var'>, Offer>> {
    return this.offers.find(tx, variantIds);
  }

  /** Whose the listing is, and its category and currency; one statement. */
  placeOf(tx: Tx, listingId: Id<'lst'>): Promise<ListingPlace | undefined> {
    return this.offers.place(tx, listingId);
  }
}
