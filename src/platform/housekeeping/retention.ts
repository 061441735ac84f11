import { Injectable } from '@nestjs/common';
import { millisecondsOf } from '../../kernel/index.js';
import { Db, statement, type Statement } from '../database/index.js';

/** How long rows are kept after they have ended. */
export interface Retention {
  readonly table: string;
  /** The column, or an expression over columns, that says when a row ended. */
  readonly endedAt: string;
  /** Which rows end at all; every row when absent. */
  readonly where?: string;
  /** ISO 8601 duration. */
  readonly keep: string;
}

interface Forgetting extends Retention {
  readonly forget: Statement<[before: Date], { forgotten: number }>;
}

const AT_ONCE = 2_000;
const retentions: Forgetting[] = [];

/** Declares for how long rows are kept; who asks for them later is answered as if they had never been. */
export function defineRetention(retention: Retention): void {
  const { table, endedAt, where = 'true' } = retention;
  const forget = statement<[before: Date], { forgotten: number }>(
    `forget.${table}`,
    `with gone as (
       delete from ${table}
        where ctid = any(array(select ctid from ${table} where ${where} and ${endedAt} < $1 limit ${AT_ONCE}))
       returning 1)
     select count(*) as forgotten from gone`,
  );
  retentions.push({ ...retention, forget });
}

@Injectable()
export class Retentions {
  constructor(private readonly db: Db) {}

  /** Removes what was kept for long enough at the instant, some at a time. */
  async forget(at: Date): Promise<void> {
    for (const { forget, keep } of retentions) {
      const before = new Date(at.getTime() - millisecondsOf(keep));
      for (let some = AT_ONCE; some === AT_ONCE;) some = (await this.db.queryOne(forget, [before]))?.forgotten ?? 0;
    }
  }
}
