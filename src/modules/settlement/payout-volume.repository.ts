import { Injectable } from '@nestjs/common';
import { Db, newId, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

export interface AlarmRow {
  readonly alarmId: string;
  readonly currency: string;
  /** `YYYY-MM-DD`, in UTC. */
  readonly day: string;
  /** What the day would have come to; minor units, like the ceiling. */
  readonly total: number;
  readonly ceiling: number;
  readonly raisedAt: Date;
  readonly releasedAt: Date | null;
  readonly releasedBy: string | null;
  readonly reason: string | null;
}

const DAY = `(($3::timestamptz) at time zone 'UTC')::date`;

/** One and a half times the largest day of the 30 before, and never less than what needs no alarm. */
const CEILING = `greatest((select alarm_floor from payout_minimums where currency = $1),
    (select max(total) * 3 / 2 from payout_days where currency = $1 and day < ${DAY} and day >= ${DAY} - 30), 0)`;

const RELEASED = `exists (select 1 from payout_alarms where currency = $1 and day = ${DAY} and released_at is not null)`;

const claim = statement<[currency: string, amount: number, at: Date, isLimited: boolean], { total: number }>(
  'settlement.claim-payout-volume',
  `insert into payout_days as d (currency, day, total)
   select $1, ${DAY}, $2::bigint where not $4 or $2::bigint <= ${CEILING} or ${RELEASED}
   on conflict (currency, day) do update set total = d.total + excluded.total
    where not $4 or d.total + excluded.total <= ${CEILING} or ${RELEASED}
   returning total`,
);

const raise = statement<[currency: string, amount: number, at: Date, id: string], never>(
  'settlement.raise-payout-alarm',
  `insert into payout_alarms (id, currency, day, total, ceiling, raised_at)
   select $4, $1, ${DAY}, $2::bigint + coalesce((select total from payout_days where currency = $1 and day = ${DAY}), 0),
          ${CEILING}, $3
   on conflict (currency, day) do nothing`,
);

const ALARM = `id as "alarmId", currency, day::text, total, ceiling, raised_at as "raisedAt",
  released_at as "releasedAt", released_by as "releasedBy", reason`;

const release = statement<[id: string, by: string, reason: string, at: Date], AlarmRow>(
  'settlement.release-payout-alarm',
  `update payout_alarms set released_by = $2, reason = $3, released_at = $4
    where id = $1 and released_at is null returning ${ALARM}`,
);

const find = statement<[id: string], AlarmRow>(
  'settlement.payout-alarm',
  `select ${ALARM} from payout_alarms where id = $1`,
);

const page = statement<[openOnly: boolean, before: string | null, limit: number], AlarmRow>(
  'settlement.page-of-payout-alarms',
  `select ${ALARM} from payout_alarms
    where (not $1 or released_at is null) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const countOpen = statement<[], { n: number }>(
  'settlement.open-payout-alarms',
  `select count(*) as n from payout_alarms where released_at is null`,
);

/** What payouts come to in a day, so that a day that is far beyond all others is stopped. */
@Injectable()
export class PayoutVolume {
  constructor(private readonly db: Db) {}

  /** Counts the amount into its day; false, with an alarm for finance, where a limited one is too much for the day. */
  async claim(tx: Tx, currency: string, amount: number, at: Date, isLimited: boolean): Promise<boolean> {
    if (await queryOne(tx, claim, [currency, amount, at, isLimited])) return true;
    await query(tx, raise, [currency, amount, at, newId('pal')]);
    return false;
  }

  /** `undefined` when it was released before. */
  release(tx: Tx, alarmId: string, by: string, reason: string, at: Date): Promise<AlarmRow | undefined> {
    return queryOne(tx, release, [alarmId, by, reason, at]);
  }

  findIn = (tx: Tx, alarmId: string): Promise<AlarmRow | undefined> => queryOne(tx, find, [alarmId]);

  /** Newest first. */
  page(openOnly: boolean, before: string | undefined, limit: number): Promise<AlarmRow[]> {
    return this.db.query(page, [openOnly, before ?? null, limit]);
  }

  async countOpen(): Promise<number> {
    return (await this.db.queryOne(countOpen, []))?.n ?? 0;
  }
}
