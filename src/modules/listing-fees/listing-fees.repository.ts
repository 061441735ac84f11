import { Injectable } from '@nestjs/common';
import { query, statement, type Tx } from '../../platform/database/index.js';

/** Minor units. */
export interface ListingCharge {
  readonly listingId: string;
  readonly sellerId: string;
  readonly rule: number;
  readonly currency: string;
  readonly fee: number;
  readonly tax: number;
}

const insert = statement<[string, string, number, string, number, number, Date], { listingId: string }>(
  'listing-fees.insert',
  `insert into listing_fees (listing_id, seller_id, rule_number, currency, fee, tax, charged_at)
   values ($1, $2, $3, $4, $5, $6, $7) on conflict (listing_id) do nothing returning listing_id as "listingId"`,
);

@Injectable()
export class ListingFeesRepository {
  /** False when the listing was charged before. */
  async insert(tx: Tx, charge: ListingCharge, at: Date): Promise<boolean> {
    const { listingId, sellerId, rule, currency, fee, tax } = charge;
    return (await query(tx, insert, [listingId, sellerId, rule, currency, fee, tax, at])).length === 1;
  }
}
