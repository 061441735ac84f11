import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

export interface DueCutoff {
  readonly timeZone: string;
  /** The latest midnight there, and two hours. */
  readonly cutoffAt: Date;
}

/** Today's, or yesterday's while today's has not come yet. Days of 23 and 25 hours count from midnight, too. */
const LATEST = `case when (date_trunc('day', $1::timestamptz at time zone time_zone) at time zone time_zone)
         + interval '2 hours' <= $1::timestamptz
      then (date_trunc('day', $1::timestamptz at time zone time_zone) at time zone time_zone) + interval '2 hours'
      else ((date_trunc('day', $1::timestamptz at time zone time_zone) - interval '1 day') at time zone time_zone)
         + interval '2 hours' end`;

const due = statement<[at: Date], DueCutoff>(
  'settlement.due-cutoffs',
  `select time_zone as "timeZone", cutoff as "cutoffAt"
     from (select time_zone, paid_until, ${LATEST} as cutoff from payout_cutoffs) c
    where cutoff > coalesce(paid_until, $1::timestamptz - interval '30 minutes') order by 2, 1`,
);

const countries = statement<[zones: string[]], { country: string; timeZone: string }>(
  'settlement.countries-of-zones',
  `select country, time_zone as "timeZone" from payout_countries_in_force where time_zone = any($1::text[])`,
);

const known = statement<[], { country: string }>(
  'settlement.countries-with-zones',
  'select country from payout_countries_in_force',
);

/** A zone that was looked at for the first time counts from then on. */
const paid = statement<[zones: string[], cutoffs: Date[], at: Date], never>(
  'settlement.cutoffs-paid',
  `update payout_cutoffs c set paid_until = coalesce(d.cutoff, $3)
     from payout_cutoffs o left join unnest($1::text[], $2::timestamptz[]) as d(zone, cutoff) on d.zone = o.time_zone
    where c.time_zone = o.time_zone
      and (c.paid_until is null or c.paid_until < d.cutoff)`,
);

/** A clock that was set back pays the cut-offs that come again. */
const rewind = statement<[at: Date], never>(
  'settlement.rewind-cutoffs',
  'update payout_cutoffs set paid_until = $1 where paid_until > $1',
);

/** The zone of a country is looked at from when it is proposed. */
const lookAt = statement<[zone: string], { isZone: boolean }>(
  'settlement.look-at-zone',
  `with zone as (select name from pg_timezone_names where name = $1),
        added as (insert into payout_cutoffs (time_zone) select name from zone on conflict do nothing)
   select exists (select from zone) as "isZone"`,
);

/** When sellers are paid, by the time zone of their country. */
@Injectable()
export class PayoutCutoffs {
  constructor(private readonly db: Db) {}

  /** Of a zone that nobody has looked at before, what has come in the last half hour. */
  async due(at: Date): Promise<DueCutoff[]> {
    await this.db.query(rewind, [at]);
    return this.db.query(due, [at]);
  }

  /** The cut-off of a seller's country; `undefined` while it has not come. */
  async byCountry(cutoffs: readonly DueCutoff[]): Promise<(country: string) => Date | undefined> {
    const zones = new Map(cutoffs.map(({ timeZone, cutoffAt }) => [timeZone, cutoffAt]));
    const rows = await this.db.query(countries, [[...zones.keys()]]);
    const found = new Map(rows.map(({ country, timeZone }) => [country, zones.get(timeZone)]));
    const listed = new Set((await this.db.query(known, [])).map(({ country }) => country));
    return (country) => (listed.has(country) ? found.get(country) : zones.get('UTC'));
  }

  /** False when there is no such time zone. */
  async lookAt(tx: Tx, zone: string): Promise<boolean> {
    return (await queryOne(tx, lookAt, [zone]))?.isZone ?? false;
  }

  async notePaid(tx: Tx, cutoffs: readonly DueCutoff[], at: Date): Promise<void> {
    await query(tx, paid, [cutoffs.map(({ timeZone }) => timeZone), cutoffs.map(({ cutoffAt }) => cutoffAt), at]);
  }
}
