import { Injectable } from '@nestjs/common';
import { Db, statement } from '../../platform/database/index.js';
import { EARNING, openBlocks, type BlockRow, type EarningRow } from './earnings.repository.js';

export interface LotRow {
  readonly sellerOrderId: string;
  readonly amount: number;
  readonly releaseAt: Date;
  readonly releasedAt: Date | null;
  /** The longest that any of the sale may be kept, in days after its delivery. */
  readonly capDays: number;
}

const find = statement<[id: string], EarningRow>('settlement.earning', `select ${EARNING} where e.id = $1`);

type PageInput = [sellerId: string, state: string | null, at: string | null, id: string | null, limit: number];

const page = statement<PageInput, EarningRow>(
  'settlement.page-of-earnings',
  `select ${EARNING}
    where e.seller_id = $1 and ($2::text is null or e.state = $2)
      and ($3::timestamptz is null or (e.delivered_at, e.id) < ($3, $4::uuid))
    order by e.delivered_at desc, e.id desc limit $5`,
);

const lots = statement<[ids: string[]], LotRow>(
  'settlement.lots-of',
  `select seller_order_id as "sellerOrderId", amount - taken as amount, release_at as "releaseAt",
          released_at as "releasedAt", reserve_cap_of(seller_id) as "capDays"
     from reserve_lots where seller_order_id = any($1::uuid[])`,
);

const NEAR = (capDays: string): string =>
  `x.delivered_at + ${capDays} * interval '1 day' * $2::int / 10000 <= $1::timestamptz`;

/** All of what was earned while its hold lasts, and then what is kept of it in reserve. */
const HELD_LONG = `e.id in (
  select x.id from earnings x where x.state in ('pending', 'frozen') and ${NEAR('x.cap_days')}
  union all
  select x.id from reserve_lots l join earnings x on x.id = l.seller_order_id
   where l.released_at is null and l.amount > l.taken and ${NEAR('reserve_cap_of(l.seller_id)')})`;

type AlarmInput = [now: Date, fromBps: number, at: string | null, id: string | null, limit: number];

const alarms = statement<AlarmInput, EarningRow>(
  'settlement.hold-alarms',
  `select ${EARNING}
    where ${HELD_LONG} and ($3::timestamptz is null or (e.delivered_at, e.id) > ($3, $4::uuid))
    order by e.delivered_at, e.id limit $5`,
);

const alarmCount = statement<[now: Date, fromBps: number], { count: number }>(
  'settlement.count-hold-alarms',
  `select count(*)::int as count from earnings e where ${HELD_LONG}`,
);

type After = readonly [at: string, id: string] | undefined;

/** Earnings as they are shown. */
@Injectable()
export class EarningReads {
  constructor(private readonly db: Db) {}

  find = (id: string): Promise<EarningRow | undefined> => this.db.queryOne(find, [id]);

  /** Of a seller, the last delivered first. */
  page(sellerId: string, state: string | null, after: After, limit: number): Promise<EarningRow[]> {
    return this.db.query(page, [sellerId, state, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }

  blocksOf = (ids: readonly string[]): Promise<BlockRow[]> => this.db.query(openBlocks, [[...ids]]);
  lotsOf = (ids: readonly string[]): Promise<LotRow[]> => this.db.query(lots, [[...ids]]);

  /** What has been held for that share of what the law allows, the longest first. */
  alarms(now: Date, fromBps: number, after: After, limit: number): Promise<EarningRow[]> {
    return this.db.query(alarms, [now, fromBps, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }

  async alarmCount(now: Date, fromBps: number): Promise<number> {
    return (await this.db.queryOne(alarmCount, [now, fromBps]))?.count ?? 0;
  }
}
