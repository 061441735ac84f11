import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { send, statement, type Tx } from '../database/index.js';
import { AfterCommit } from './after-commit.js';
import { Consumers } from './consumers.js';

const upsert = statement<[kind: string, subjects: string[], dueAt: Date[]], never>(
  'messaging.set-deadlines',
  `insert into deadlines (kind, subject_id, due_at)
   select $1, d.subject_id, d.due_at from unnest($2::text[], $3::timestamptz[]) as d(subject_id, due_at)
   order by d.subject_id
   on conflict (kind, subject_id) where closed_at is null do update set due_at = excluded.due_at`,
);

const close = statement<[kind: string, subjects: string[], now: Date], never>(
  'messaging.cancel-deadlines',
  `update deadlines set closed_at = $3, outcome = 'cancelled'
   where kind = $1 and subject_id = any($2::text[]) and closed_at is null`,
);

/** Timers as rows: they fire on the marketplace clock and outlive any process and any queue. */
@Injectable()
export class Deadlines {
  constructor(
    private readonly clock: Clock,
    private readonly consumers: Consumers,
    private readonly afterCommit: AfterCommit,
  ) {}

  /** Sets the one open deadline of this kind for the subject, or moves it. A past instant fires after the commit. */
  async set(tx: Tx, kind: string, subjectId: string, dueAt: Date): Promise<void> {
    await this.setAll(tx, kind, [{ subjectId, dueAt }]);
  }

  /** One statement for many subjects. @throws Error when nothing handles the kind. */
  async setAll(
    tx: Tx,
    kind: string,
    deadlines: readonly { readonly subjectId: string; readonly dueAt: Date }[],
  ): Promise<void> {
    if (!this.consumers.handlesDeadline(kind)) throw new Error(`No @OnDeadline method for ${kind}`);
    if (deadlines.length === 0) return;
    send(tx, upsert, [kind, deadlines.map((d) => d.subjectId), deadlines.map((d) => d.dueAt)]);
    const now = this.clock.now();
    if (deadlines.some((d) => d.dueAt <= now)) this.afterCommit.hasDueDeadlines(tx);
  }

  /** Does nothing when none is open. A deadline that has already fired is not called back. */
  async cancel(tx: Tx, kind: string, subjectId: string): Promise<void> {
    await this.cancelAll(tx, kind, [subjectId]);
  }

  async cancelAll(tx: Tx, kind: string, subjectIds: readonly string[]): Promise<void> {
    if (subjectIds.length > 0) send(tx, close, [kind, [...subjectIds], this.clock.now()]);
  }
}
