import { Injectable } from '@nestjs/common';
import { statement } from '../database/index.js';
import { RelayDb } from './relay-db.js';

/** A deadline or schedule that this code handles. */
export interface Timed {
  readonly kind: string;
  readonly queue: string;
}

export interface Schedule {
  readonly kind: string;
  readonly everyMs: number;
  readonly firstAt: Date;
}

/** A fired schedule stays open and moves to its next occurrence; of several missed ones only the latest is delivered. */
const fire = statement<[now: Date, kinds: string[], queues: string[], limit: number], { consumer: string }>(
  'relay.fire',
  `with due as materialized (
     select d.id, d.kind, d.subject_id, d.due_at, k.queue,
            case when d.every_ms is null then d.due_at
                 else d.due_at + floor(extract(epoch from $1::timestamptz - d.due_at) * 1000 / d.every_ms) * d.every_ms
                                 * interval '1 ms' end as latest
       from deadlines d join unnest($2::text[], $3::text[]) as k(kind, queue) on k.kind = d.kind
      where d.closed_at is null and d.due_at <= $1::timestamptz
      order by d.due_at, d.id limit $4 for update of d skip locked),
   moved as (
     update deadlines d
        set due_at = case when d.every_ms is null then d.due_at
                          else due.latest + d.every_ms * interval '1 ms' end,
            closed_at = case when d.every_ms is null then $1::timestamptz end,
            outcome = case when d.every_ms is null then 'fired' end
       from due where d.id = due.id and d.id = any(array(select id from due)))
   insert into outbox_deliveries (consumer, queue, subject_id, due_at)
   select kind, queue, subject_id, latest from due order by latest, id
   returning consumer`,
);

const arm = statement<[kinds: string[], everyMs: number[], firstAt: Date[]], never>(
  'relay.arm',
  `insert into deadlines as d (kind, subject_id, due_at, every_ms)
   select s.kind, '', s.first_at, s.every_ms
     from unnest($1::text[], $2::bigint[], $3::timestamptz[]) as s(kind, every_ms, first_at)
   on conflict (kind, subject_id) where closed_at is null do update
      set due_at = excluded.due_at, every_ms = excluded.every_ms
    where d.every_ms is distinct from excluded.every_ms
       or mod((extract(epoch from d.due_at - excluded.due_at) * 1000)::bigint, excluded.every_ms) <> 0`,
);

const rewind = statement<[now: Date], never>(
  'relay.rewind',
  `update deadlines
      set due_at = due_at - ceil(extract(epoch from due_at - $1::timestamptz) * 1000 / every_ms - 1) * every_ms * interval '1 ms'
    where closed_at is null and due_at > $1::timestamptz + every_ms * interval '1 ms'`,
);

const next = statement<[kinds: string[]], { dueAt: Date }>(
  'relay.next-due',
  `select due_at as "dueAt" from deadlines where closed_at is null and kind = any($1::text[])
    order by due_at limit 1`,
);

/** Deadlines as seen by time: what is due becomes deliveries. */
@Injectable()
export class DueRepository {
  constructor(private readonly db: RelayDb) {}

  /** Turns up to `limit` due deadlines into deliveries, earliest first, with one statement. Returns how many. */
  async fire(now: Date, timed: readonly Timed[], limit: number): Promise<number> {
    const kinds = timed.map(({ kind }) => kind);
    const queues = timed.map(({ queue }) => queue);
    const rows = await this.db.query(fire, [now, kinds, queues, limit]);
    return rows.length;
  }

  /** Opens the schedules that are not open yet, and moves those whose times have changed. */
  async arm(schedules: readonly Schedule[]): Promise<void> {
    const kinds = schedules.map(({ kind }) => kind);
    const periods = schedules.map(({ everyMs }) => everyMs);
    const firsts = schedules.map(({ firstAt }) => firstAt);
    await this.db.query(arm, [kinds, periods, firsts]);
  }

  /** Brings schedules that lie more than a period ahead back to their next occurrence. */
  async rewind(now: Date): Promise<void> {
    await this.db.query(rewind, [now]);
  }

  async next(timed: readonly Timed[]): Promise<Date | undefined> {
    const [row] = await this.db.query(next, [timed.map(({ kind }) => kind)]);
    return row?.dueAt;
  }
}
