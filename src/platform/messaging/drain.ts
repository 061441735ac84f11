import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { statement } from '../database/index.js';
import { DueDeadlines } from './due-deadlines.js';
import { Pulse } from './pulse.js';
import { RelayDb } from './relay-db.js';

const LONGEST_WAIT_MS = 10;
const NAMED_AT_MOST = 10;

interface Open {
  readonly hasDeliveries: boolean;
  readonly hasDue: boolean;
}

const open = statement<[now: Date, kinds: string[]], Open>(
  'relay.is-open',
  `select exists (select 1 from outbox_deliveries where state = 'waiting')
       or exists (select 1 from outbox_deliveries where state = 'relayed') as "hasDeliveries",
          exists (select 1 from deadlines
                   where closed_at is null and due_at <= $1 and kind = any($2::text[])) as "hasDue"`,
);

const describe = statement<[limit: number], { text: string }>(
  'relay.describe-open',
  `select format('%s %s for %s after %s failures: %s', state, consumer, subject_id, failures,
                 coalesce(split_part(last_error, E'\\n', 1), '-')) as text
     from outbox_deliveries where state in ('waiting', 'relayed') order by failures desc, id limit $1`,
);

/** The system did not come to rest in time; the message names what is still open. */
export class NotQuiet extends Error {
  override name = 'NotQuiet';
}

/** Waits for the system to come to rest. */
@Injectable()
export class Drain {
  constructor(
    private readonly clock: Clock,
    private readonly due: DueDeadlines,
    private readonly db: RelayDb,
    private readonly pulse: Pulse,
  ) {}

  /**
   * Resolves when no delivery is waiting or running and no deadline is due on the marketplace clock. Dead deliveries
   * do not count, those that wait for their next attempt do. Works from any process.
   * @throws NotQuiet after the time-out (milliseconds).
   */
  async run(timeoutMs = 30_000): Promise<void> {
    const start = performance.now();
    while (await this.isOpen()) {
      if (performance.now() - start > timeoutMs) throw new NotQuiet(await this.describe(timeoutMs));
      await this.pulse.next(LONGEST_WAIT_MS);
    }
  }

  private async isOpen(): Promise<boolean> {
    const kinds = this.due.timed().map(({ kind }) => kind);
    const [row] = await this.db.query(open, [this.clock.now(), kinds]);
    if (row?.hasDue) this.pulse.due();
    return row !== undefined && (row.hasDeliveries || row.hasDue);
  }

  private async describe(timeoutMs: number): Promise<string> {
    const rows = await this.db.query(describe, [NAMED_AT_MOST]);
    return `Not quiet after ${timeoutMs} ms:\n${rows.map(({ text }) => text).join('\n')}`;
  }
}
