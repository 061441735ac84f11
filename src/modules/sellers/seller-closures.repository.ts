import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';

export interface OpenMatters {
  readonly orders: number;
  readonly disputes: number;
}

/** Every seller order shares it when it is written (`seller_orders_of_open_seller`). */
const lock = statement<[sellerId: string], never>(
  'sellers.lock-closure',
  `select pg_advisory_xact_lock(hashtextextended('sellers.closure:' || $1::uuid, 0))`,
);

const openMatters = statement<[sellerId: string], OpenMatters>(
  'sellers.open-matters',
  `select count(*) filter (where kind = 'order')::int as orders, count(*) filter (where kind = 'dispute')::int as disputes
     from seller_open_matters where seller_id = $1`,
);

/** What stands between a seller and its end; read through the public view of seller orders and disputes. */
@Injectable()
export class SellerClosures {
  /** Waits for the orders that are being placed; those that come wait, and are refused once the seller is closed. */
  async lock(tx: Tx, sellerId: string): Promise<void> {
    await query(tx, lock, [sellerId]);
  }

  async openMatters(tx: Tx, sellerId: string): Promise<OpenMatters> {
    return (await queryOne(tx, openMatters, [sellerId])) ?? { orders: 0, disputes: 0 };
  }
}
