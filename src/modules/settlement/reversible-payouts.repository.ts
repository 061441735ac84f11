import { Injectable } from '@nestjs/common';
import type { Money } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';

/** The latest first: what was paid long ago has left the provider. */
const candidate = statement<
  [sellerId: string, currency: string, providers: string[], amount: number],
  { payoutId: string }
>(
  'settlement.reversible-payout',
  `select id as "payoutId" from payouts
    where seller_id = $1 and currency = $2 and state = 'paid' and provider = any($3::text[])
      and amount - reversing - reversed >= $4
    order by id desc limit 1`,
);

const reserve = statement<[id: string, amount: number], { provider: string }>(
  'settlement.reserve-reversal',
  `update payouts set reversing = reversing + $2
    where id = $1 and state = 'paid' and amount - reversing - reversed >= $2
   returning provider`,
);

const take = statement<[id: string, amount: number], never>(
  'settlement.take-reversal',
  'update payouts set reversing = reversing - $2, reversed = reversed + $2 where id = $1',
);

const release = statement<[id: string, amount: number], never>(
  'settlement.release-reversal',
  'update payouts set reversing = reversing - $2 where id = $1',
);

/** How much of payouts that were paid is asked back, and was. */
@Injectable()
export class ReversiblePayouts {
  /** One of which so much is left. */
  async candidate(tx: Tx, sellerId: string, { amount, currency }: Money, providers: string[]) {
    return (await queryOne(tx, candidate, [sellerId, currency, providers, amount]))?.payoutId;
  }

  /** Its provider; `undefined` unless it is paid and so much is left of it. */
  async reserve(tx: Tx, payoutId: string, amount: number): Promise<string | undefined> {
    return (await queryOne(tx, reserve, [payoutId, amount]))?.provider;
  }

  async take(tx: Tx, payoutId: string, amount: number): Promise<void> {
    await query(tx, take, [payoutId, amount]);
  }

  async release(tx: Tx, payoutId: string, amount: number): Promise<void> {
    await query(tx, release, [payoutId, amount]);
  }
}
