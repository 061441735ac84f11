import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { DebtRow } from './debt.domain.js';

/** The instant stands for now; a debt of exactly n days is n days old. */
const DEBTS = (where: string): string => `
  select seller_id as "sellerId", currency, sum(outstanding)::bigint as owed,
         coalesce(sum(outstanding) filter (where age < 8), 0)::bigint as "upTo7Days",
         coalesce(sum(outstanding) filter (where age between 8 and 30), 0)::bigint as "upTo30Days",
         coalesce(sum(outstanding) filter (where age between 31 and 90), 0)::bigint as "upTo90Days",
         coalesce(sum(outstanding) filter (where age > 90), 0)::bigint as "over90Days",
         min(since) as "oldestAt"
    from (select d.*, floor(extract(epoch from $1::timestamptz - since) / 86400)::int as age from seller_debts d) d
   where ${where}
   group by seller_id, currency order by seller_id, currency`;

const ofSeller = statement<[now: Date, sellerId: string], DebtRow>('debts.of-seller', DEBTS('seller_id = $2'));

const page = statement<[now: Date, sellerId: string | null, currency: string | null, limit: number], DebtRow>(
  'debts.page',
  `${DEBTS('$2::uuid is null or (seller_id, currency) > ($2, $3::bpchar)')} limit $4`,
);

const isSeller = statement<[id: string], { found: boolean }>(
  'debts.is-seller',
  'select exists (select from seller_tiers where seller_id = $1) as found',
);

/** What of a debt is as old as the terms in force ask for; a debt of exactly n days is n days old. */
const ripe = statement<[sellerId: string, currency: string, now: Date], Ripe>(
  'debts.ripe',
  `select t.write_off_after_days as "afterDays", coalesce(sum(d.outstanding), 0)::bigint as amount
     from (select * from debt_terms where effective_from <= $3::timestamptz order by version desc limit 1) t
     left join seller_debts d on d.seller_id = $1 and d.currency = $2
      and d.since <= $3::timestamptz - t.write_off_after_days * interval '1 day'
    group by t.write_off_after_days`,
);

/** What has been asked back and may still come. */
const collecting = statement<[sellerId: string, currency: string], { amount: number }>(
  'debts.collecting',
  `select coalesce(sum(amount), 0)::bigint as amount from debt_collections
    where seller_id = $1 and currency = $2 and state in ('requested', 'submitted', 'unknown')`,
);

/** What may be given up; minor units. */
export interface Ripe {
  readonly afterDays: number;
  readonly amount: number;
}

/** Debts with their ages; the oldest is paid first. */
@Injectable()
export class DebtAges {
  constructor(private readonly db: Db) {}

  async isSeller(tx: Tx, sellerId: string): Promise<boolean> {
    return (await queryOne(tx, isSeller, [sellerId]))?.found ?? false;
  }

  async ripe(tx: Tx, sellerId: string, currency: string, now: Date): Promise<Ripe> {
    return (await queryOne(tx, ripe, [sellerId, currency, now])) as Ripe;
  }

  /** Minor units. */
  async collecting(tx: Tx, sellerId: string, currency: string): Promise<number> {
    return (await queryOne(tx, collecting, [sellerId, currency]))?.amount ?? 0;
  }

  ofSeller(sellerId: string, now: Date): Promise<DebtRow[]> {
    return this.db.query(ofSeller, [now, sellerId]);
  }

  /** By seller and currency, after the given ones. */
  page(now: Date, after: readonly [sellerId: string, currency: string] | undefined, limit: number): Promise<DebtRow[]> {
    return this.db.query(page, [now, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
