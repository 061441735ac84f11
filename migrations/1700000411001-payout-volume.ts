import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A payout is counted into its day by a statement that leaves with the commit: refusing it takes an error. */
export class PayoutVolume1700000411001 implements MigrationInterface {
  async up(q: QueryRunner): Promise<void> {
    await q.query(CEILING);
    await q.query(CLAIM);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`
      drop function claim_payout_volume(char, bigint, timestamptz, boolean);
      drop function payout_day_fits(char, date, bigint);
      drop function payout_day_ceiling(char, date);
    `);
  }
}

const CEILING = `
  -- One and a half times the largest day of the 30 before, and never less than what needs no alarm.
  create function payout_day_ceiling(of_currency char(3), of_day date) returns bigint language sql stable as $$
    select greatest((select alarm_floor from payout_minimums where currency = of_currency),
                    (select max(total) * 3 / 2 from payout_days
                      where currency = of_currency and day < of_day and day >= of_day - 30), 0)
  $$;

  create function payout_day_fits(of_currency char(3), of_day date, of_total bigint) returns boolean
  language sql stable as $$
    select of_total <= payout_day_ceiling(of_currency, of_day)
        or exists (select from payout_alarms
                    where currency = of_currency and day = of_day and released_at is not null)
  $$;
`;

const CLAIM = `
  -- The row of the day is everybody's. 40001: the work is done again, and finds the day as full as it is by then.
  create function claim_payout_volume(of_currency char(3), amount bigint, at timestamptz, is_limited boolean)
  returns void language plpgsql as $$
  declare
    of_day date := (at at time zone 'UTC')::date;
  begin
    insert into payout_days as d (currency, day, total)
    select of_currency, of_day, amount where not is_limited or payout_day_fits(of_currency, of_day, amount)
    on conflict (currency, day) do update set total = d.total + excluded.total
     where not is_limited or payout_day_fits(of_currency, of_day, d.total + excluded.total);
    if not found then
      raise exception 'the payouts of the day have reached their ceiling' using errcode = '40001';
    end if;
  end $$;
`;
