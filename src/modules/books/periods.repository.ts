import { Injectable } from '@nestjs/common';
import { actorRef, type Actor } from '../../kernel/index.js';
import { Db, query, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { PeriodAlreadyClosed } from './books.errors.js';

export interface PeriodRow {
  /** First day; null for the first period, which has no beginning. */
  readonly startsOn: string | null;
  /** Last day. */
  readonly endsOn: string;
  readonly closedAt: Date;
  readonly closedBy: string;
}

const PERIOD = `to_char(starts_on, 'YYYY-MM-DD') as "startsOn", to_char(ends_on, 'YYYY-MM-DD') as "endsOn",
  closed_at as "closedAt", actor_id as "closedBy"`;

const close = statement<[endsOn: string, at: Date, actorType: string, actorId: string], Pick<PeriodRow, 'startsOn'>>(
  'books.close-period',
  `select to_char(starts_on, 'YYYY-MM-DD') as "startsOn" from ledger.close_period($1::date, $2, $3, $4)`,
);

const list = statement<[before: string | null, limit: number], PeriodRow>(
  'books.periods',
  `select ${PERIOD} from ledger.period_lock where $1::date is null or ends_on < $1::date order by ends_on desc limit $2`,
);

@Injectable()
export class PeriodsRepository {
  constructor(private readonly db: Db) {}

  /** Closes every day until the given one, which is the last. @throws PeriodAlreadyClosed */
  async close(tx: Tx, endsOn: string, closedAt: Date, actor: Actor): Promise<PeriodRow> {
    const { type, id } = actorRef(actor);
    try {
      const [row] = await query(tx, close, [endsOn, closedAt, type, id]);
      return { startsOn: row?.startsOn ?? null, endsOn, closedAt, closedBy: id };
    } catch (error) {
      if (violatedConstraint(error) !== 'period_closed_once') throw error;
      throw new PeriodAlreadyClosed({ endsOn });
    }
  }

  list = (before: string | null, limit: number): Promise<PeriodRow[]> => this.db.query(list, [before, limit]);
}
