import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';

export interface ScheduleRow {
  readonly accountId: string;
  /** `2026-01-31` */
  readonly since: string;
  readonly isOn: boolean;
}

export interface DayRow {
  readonly accountId: string;
  /** `2026-01-31` */
  readonly day: string;
  readonly attempts: number;
  readonly triedAt: Date | null;
  readonly fault: string | null;
  readonly fileId: string | null;
  readonly fetchedAt: Date | null;
}

const SCHEDULE = `account_id as "accountId", to_char(since, 'YYYY-MM-DD') as since, is_on as "isOn"`;
const DAY = `account_id as "accountId", to_char(day, 'YYYY-MM-DD') as day, attempts, tried_at as "triedAt", fault,
  file_id as "fileId", fetched_at as "fetchedAt"`;

const put = statement<[accountId: string, since: string, isOn: boolean, by: string, at: Date], ScheduleRow>(
  'balance-reports.put-schedule',
  `insert into balance_report_schedules as s (account_id, since, is_on, changed_by, changed_at)
   values ($1, $2::date, $3, $4, $5)
   on conflict (account_id) do update
      set since = least(s.since, excluded.since), is_on = excluded.is_on, changed_by = excluded.changed_by,
          changed_at = excluded.changed_at
   returning ${SCHEDULE}`,
);

const schedule = statement<[accountId: string], ScheduleRow>(
  'balance-reports.schedule',
  `select ${SCHEDULE} from balance_report_schedules where account_id = $1`,
);

/** Every day until the last complete one has a row, whenever that was looked at before. */
const plan = statement<[until: string], { day: string }>(
  'balance-reports.plan',
  `insert into balance_report_days (account_id, day)
   select s.account_id, d::date from balance_report_schedules s
    cross join lateral generate_series(s.since, $1::date, interval '1 day') d
    where s.is_on and not exists (select from balance_report_days k where k.account_id = s.account_id and k.day = d::date)
   on conflict do nothing returning day::text`,
);

const due = statement<[until: string, limit: number], DayRow>(
  'balance-reports.due',
  `select ${DAY} from balance_report_days b
    where fetched_at is null and b.day <= $1::date
      and exists (select from balance_report_schedules s where s.account_id = b.account_id and s.is_on)
    order by b.day, account_id limit $2`,
);

const fetched = statement<[accountId: string, day: string, fileId: string, at: Date], never>(
  'balance-reports.fetched',
  `insert into balance_report_days as d (account_id, day, attempts, tried_at, file_id, fetched_at)
   values ($1, $2::date, 1, $4, $3, $4)
   on conflict (account_id, day) do update
      set attempts = d.attempts + 1, tried_at = excluded.tried_at, fault = null, file_id = excluded.file_id,
          fetched_at = excluded.fetched_at`,
);

/** What was fetched stays so when it cannot be had once more. */
const failed = statement<[accountId: string, day: string, fault: string, at: Date], never>(
  'balance-reports.failed',
  `insert into balance_report_days as d (account_id, day, attempts, tried_at, fault) values ($1, $2::date, 1, $4, $3)
   on conflict (account_id, day) do update
      set attempts = d.attempts + 1, tried_at = excluded.tried_at,
          fault = case when d.fetched_at is null then excluded.fault end`,
);

const page = statement<[accountId: string, before: string | null, limit: number], DayRow>(
  'balance-reports.page',
  `select ${DAY} from balance_report_days b where account_id = $1 and ($2::date is null or b.day < $2::date)
    order by b.day desc limit $3`,
);

const find = statement<[accountId: string, day: string], DayRow>(
  'balance-reports.day',
  `select ${DAY} from balance_report_days where account_id = $1 and day = $2::date`,
);

const waiting = statement<[], { days: number }>(
  'balance-reports.waiting',
  `select count(*)::int as days from balance_report_days d
     join balance_report_schedules s on s.account_id = d.account_id and s.is_on where d.fetched_at is null`,
);

/** Which accounts are asked for, and what became of each day. */
@Injectable()
export class ReportDays {
  constructor(private readonly db: Db) {}

  /** A schedule never begins later than it did: the days in between are asked for. */
  async put(tx: Tx, { accountId, since, isOn }: ScheduleRow, by: string, at: Date): Promise<ScheduleRow> {
    return (await queryOne(tx, put, [accountId, since, isOn, by, at])) as ScheduleRow;
  }

  schedule = (accountId: string): Promise<ScheduleRow | undefined> => this.db.queryOne(schedule, [accountId]);

  async plan(tx: Tx, until: string): Promise<void> {
    await query(tx, plan, [until]);
  }

  /** The oldest first. */
  due = (until: string, limit: number): Promise<DayRow[]> => this.db.query(due, [until, limit]);

  async fetched(accountId: string, day: string, fileId: string, at: Date): Promise<void> {
    await this.db.query(fetched, [accountId, day, fileId, at]);
  }

  async failed(accountId: string, day: string, fault: string, at: Date): Promise<void> {
    await this.db.query(failed, [accountId, day, fault, at]);
  }

  /** The newest first. */
  page(accountId: string, before: string | undefined, limit: number): Promise<DayRow[]> {
    return this.db.query(page, [accountId, before ?? null, limit]);
  }

  find = (accountId: string, day: string): Promise<DayRow | undefined> => this.db.queryOne(find, [accountId, day]);

  async waiting(): Promise<number> {
    return (await this.db.queryOne(waiting, []))?.days ?? 0;
  }
}
