import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Listings, type Offer } from '../listings/index.js';

/** Whose variant it is. */
@Injectable()
export class OwnedVariants {
  constructor(private readonly listings: Listings) {}

  /** @throws NotFound when the variant is unknown or of a seller that the actor does not act for */
  async find(tx: Tx, actor: Actor, variantId: Id<'var'>): Promise<Offer> {
    const offer = (await this.listings.offersOf(tx, [variantId])).get(variantId);
    if (!offer || !actsFor(actor, offer.sellerId)) throw new NotFound({ what: 'variant' });
    return offer;
  }
}
