import { Injectable } from '@nestjs/common';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';

const ofSeller = statement<[sellerId: string], { payoutId: string }>(
  'settlement.waiting-payouts-of-seller',
  `select id as "payoutId" from payouts where seller_id = $1 and state in ('draft', 'approved') order by id`,
);

const toCollect = statement<[currency: string, provider: string, limit: number], { payoutId: string }>(
  'settlement.payouts-to-collect',
  `select id as "payoutId" from payouts where state = 'approved' and currency = $1 and provider = $2
    order by id limit $3 for no key update skip locked`,
);

const setRoute = statement<[currency: string, provider: string | null], { currency: string }>(
  'settlement.route-payouts',
  'update payout_currencies set provider = $2 where currency = $1 returning currency',
);

/** Payouts that no bank has been asked for yet. */
@Injectable()
export class WaitingPayouts {
  constructor(private readonly db: Db) {}

  async ofSeller(sellerId: string): Promise<string[]> {
    return (await this.db.query(ofSeller, [sellerId])).map(({ payoutId }) => payoutId);
  }

  /** Locked; those that somebody else has locked are left out. */
  async toCollect(tx: Tx, currency: string, provider: string, limit: number): Promise<string[]> {
    return (await query(tx, toCollect, [currency, provider, limit])).map(({ payoutId }) => payoutId);
  }

  /** Who pays the currency out from now on; null: whoever is configured. */
  async route(tx: Tx, currency: string, provider: string | null): Promise<void> {
    await query(tx, setRoute, [currency, provider]);
  }
}
