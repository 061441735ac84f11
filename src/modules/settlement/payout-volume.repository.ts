import { Injectable } from '@nestjs/common';
import { Db, newId, query, queryOne, sendLast, statement, type Tx } from '../../platform/database/index.js';

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

const DAY = `($3::timestamptz at time zone 'UTC')::date`;

/** What the day would come to with the amount. */
const TOTAL = `$2::bigint + coalesce((select total from payout_days where currency = $1 and day = ${DAY}), 0)`;

const fits = statement<[currency: string, amount: number, at: Date], { fits: boolean }>(
  'settlement.payout-volume-fits',
  `select payout_day_fits($1, ${DAY}, ${TOTAL}) as fits`,
);

const claim = statement<[currency: string, amount: number, at: Date, isLimited: boolean], never>(
  'settlement.claim-payout-volume',
  'select claim_payout_volume($1, $2, $3, $4)',
);

const giveBack = statement<[currency: string, amount: number, at: Date], never>(
  'settlement.give-volume-back',
  `update payout_days set total = total - $2 where currency = $1 and day = ${DAY}`,
);

const raise = statement<[currency: string, amount: number, at: Date, id: string], never>(
  'settlement.raise-payout-alarm',
  `insert into payout_alarms (id, currency, day, total, ceiling, raised_at)
   select $4, $1, ${DAY}, ${TOTAL}, payout_day_ceiling($1, ${DAY}), $3
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

  /**
   * Counts the amount into its day; false, with an alarm for finance, where a limited one is too much for the day. The row
   * of the day, which is everybody's, is not touched before the commit; one that has become full by then makes the
   * transaction run again.
   */
  async claim(tx: Tx, currency: string, amount: number, at: Date, isLimited: boolean): Promise<boolean> {
    if (isLimited && !(await queryOne(tx, fits, [currency, amount, at]))?.fits) {
      await query(tx, raise, [currency, amount, at, newId('pal')]);
      return false;
    }
    sendLast(tx, claim, [currency, amount, at, isLimited]);
    return true;
  }

  /** What was claimed at that time and has not left; the row of the day is everybody's. */
  giveBack(tx: Tx, currency: string, amount: number, claimedAt: Date): void {
    sendLast(tx, giveBack, [currency, amount, claimedAt]);
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
