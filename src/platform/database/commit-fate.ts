import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from './db.js';
import { UNRESOLVED } from './pg-errors.js';
import { statement } from './statement.js';

const LOOKS = 40;
const FIRST_PAUSE_MS = 10;
const LAST_PAUSE_MS = 500;
/** A server that has not noticed by then that its client is gone is told. */
const PATIENT_LOOKS = 4;

const fate = statement<[id: string], { fate: 'committed' | 'aborted' | 'in progress' | null }>(
  'database.fate',
  'select pg_xact_status($1::xid8) as fate',
);

const end = statement<[id: string], { isEnded: boolean }>(
  'database.end',
  'select pg_terminate_backend(pid) as "isEnded" from pg_stat_activity where backend_xid = $1::xid8::xid',
);

/** The connection broke at a commit, and the database cannot be asked what became of it. */
export class CommitUnresolved extends Error {
  override name = 'CommitUnresolved';
  readonly code = UNRESOLVED;

  constructor(cause: unknown) {
    super('Whether a transaction was committed is not known', { cause });
  }
}

/**
 * Whether a transaction took effect whose commit nobody answered, asked on other connections until it is one or the
 * other. One that is still open will never hear its commit: its connection is ended.
 * @throws CommitUnresolved when the database does not say.
 */
export async function hasCommitted(db: Db, id: string): Promise<boolean> {
  let fault: unknown;
  for (let look = 1; look <= LOOKS; look += 1) {
    try {
      const found = (await db.queryOne(fate, [id]))?.fate;
      if (found === 'committed' || found === 'aborted') return found === 'committed';
      if (look > PATIENT_LOOKS) await db.query(end, [id]);
    } catch (error) {
      fault = error;
    }
    await sleep(Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** look));
  }
  throw new CommitUnresolved(fault);
}
