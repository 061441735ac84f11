import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, statement } from '../../platform/database/index.js';
import type { FeedType } from './feed.domain.js';

export interface Fact {
  readonly id: Id<'evt'>;
  readonly sequence: number;
  readonly type: FeedType;
  readonly version: number;
  readonly subjectId: string;
  readonly occurredAt: Date;
  /** No transaction that is still open can bring an earlier fact. */
  readonly isSettled: boolean;
}

/** The transactions of the API and of the workers are seen when they run under one role, or ours reads all statistics. */
const horizon = statement<[], { at: string }>(
  'feed.horizon',
  `select least(now(), min(xact_start))::text as at from pg_stat_activity
    where datname = current_database() and backend_xid is not null and pid <> pg_backend_pid()`,
);

const after = statement<
  [sellerId: string, sequence: number, types: readonly string[], horizon: string, n: number],
  Fact
>(
  'feed.after',
  `select id, sequence, name as type, version, subject_id as "subjectId", occurred_at as "occurredAt",
          created_at < $4::timestamptz as "isSettled"
     from outbox_events
    where seller_id = $1 and sequence > $2 and name = any($3::text[]) order by sequence limit $5`,
);

@Injectable()
export class FeedRepository {
  constructor(private readonly db: Db) {}

  /**
   * Facts in the order of their numbers. Numbers are given before transactions commit, so a later one may be seen
   * first. An open transaction that holds an earlier number has begun before a later number was given; the beginnings
   * are read before the facts, so that what commits in between is either seen or still holds the later ones back.
   */
  async after(sellerId: string, sequence: number, types: readonly FeedType[], limit: number): Promise<Fact[]> {
    const [row] = await this.db.query(horizon, []);
    return this.db.query(after, [sellerId, sequence, types, row?.at ?? 'now', limit]);
  }
}
