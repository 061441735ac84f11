import { Injectable } from '@nestjs/common';
import { Cursors, NotFound, type Once, type Page } from '../http/index.js';
import { query, statement, UnitOfWork, Db } from '../database/index.js';
import { AfterCommit } from './after-commit.js';
import type { DeliveryQuery, DeliveryState, QueuedDeliveryView } from './deliveries.dto.js';

interface Row {
  readonly id: number;
  readonly state: DeliveryState;
  readonly consumer: string;
  readonly queue: string;
  readonly subjectId: string;
  readonly event: string | null;
  readonly failures: number;
  readonly lastError: string | null;
  readonly nextAttemptAt: Date;
  readonly createdAt: Date;
}

const list = statement<[state: string, after: number, limit: number], Row>(
  'messaging.list-deliveries',
  `select d.id, d.state, d.consumer, d.queue, d.subject_id as "subjectId", e.name || '.v' || e.version as event,
          d.failures, split_part(d.last_error, E'\\n', 1) as "lastError", d.next_attempt_at as "nextAttemptAt",
          d.created_at as "createdAt"
     from outbox_deliveries d left join outbox_events e on e.id = d.event_id
    where d.state = $1 and d.state <> 'done' and d.id > $2 order by d.id limit $3`,
);

const revive = statement<[id: number], { id: number }>(
  'messaging.redeliver',
  `update outbox_deliveries set state = 'waiting', failures = 0, next_attempt_at = now()
    where id = $1 and state = 'dead' returning id`,
);

const NUMBER = /^[0-9]{1,15}$/;

/** What has not been handled, for the people who run the marketplace. */
@Injectable()
export class DeliveryLog {
  constructor(
    private readonly db: Db,
    private readonly uow: UnitOfWork,
    private readonly cursors: Cursors,
    private readonly afterCommit: AfterCommit,
  ) {}

  /** Oldest first. */
  async page(filter: DeliveryQuery): Promise<Page<QueuedDeliveryView>> {
    const filterKey = `deliveries:${filter.state}`;
    const [after] = this.cursors.read<[number]>(filter.cursor, filterKey) ?? [0];
    const rows = await this.db.query(list, [filter.state, after, filter.limit + 1]);
    return this.cursors.page(rows.map(viewOf), filter.limit, filterKey, (last) => [last.id]);
  }

  /** Gives a dead delivery all its attempts again. @throws NotFound when there is no such dead delivery. */
  async redeliver(id: string, once: Once): Promise<void> {
    await once.run(this.uow, async (tx) => {
      const rows = NUMBER.test(id) ? await query(tx, revive, [Number(id)]) : [];
      if (rows.length === 0) throw new NotFound({ what: 'dead delivery' });
      this.afterCommit.hasMessages(tx);
    });
  }
}

function viewOf(row: Row): QueuedDeliveryView {
  return { ...row, nextAttemptAt: row.nextAttemptAt.toISOString(), createdAt: row.createdAt.toISOString() };
}
