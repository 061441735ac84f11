import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from './db.js';
import { sqlState, UNRESOLVED } from './pg-errors.js';
import { statement } from './statement.js';
import type { Mark } from './tx.js';

const LOOKS = 40;
const FIRST_PAUSE_MS = 10;
const LAST_PAUSE_MS = 500;
/** A server that has not noticed by then that its client is gone is told. */
const PATIENT_LOOKS = 4;

/** Numbers that a crash has left no trace of are given out again; a session that was there before then tells of none. */
const IS_SAME_SERVER = `
  exists (select from pg_stat_activity where usesysid = (select oid from pg_roles where rolname = current_user)
             and backend_start < $2::timestamptz)`;

const fate = statement<
  [id: string, at: string],
  { fate: 'committed' | 'aborted' | 'in progress' | null; isSameServer: boolean }
>('database.fate', `select pg_xact_status($1::xid8) as fate, ${IS_SAME_SERVER} as "isSameServer"`);

const end = statement<[id: string, at: string], { isEnded: boolean }>(
  'database.end',
  `select pg_terminate_backend(pid) as "isEnded" from pg_stat_activity
    where backend_xid = $1::xid8::xid and ${IS_SAME_SERVER}`,
);

/** A number that the server has not given out: what once had it left no trace. */
const IN_THE_FUTURE = '22023';

/** The connection broke at a commit, and the database cannot be asked what became of it. */
export class CommitUnresolved extends Error {
  override name = 'CommitUnresolved';
  readonly code = UNRESOLVED;

  constructor(cause: unknown) {
    super('Whether a transaction was committed is not known', { cause });
  }
}

type Fate = 'committed' | 'aborted' | 'open' | 'another';

/** `another`: the server was restarted, and may be talking of a transaction that was given the number again. */
async function fateOf(db: Db, { id, at }: Mark): Promise<Fate> {
  try {
    const found = await db.queryOne(fate, [id, at]);
    if (found?.fate === 'committed') return found.isSameServer ? 'committed' : 'another';
    return found?.fate === 'aborted' ? 'aborted' : 'open';
  } catch (error) {
    if (sqlState(error) === IN_THE_FUTURE) return 'aborted';
    throw error;
  }
}

/**
 * Whether a transaction took effect whose commit nobody answered, asked on other connections until it is one or the
 * other. One that is still open will never hear its commit: its connection is ended.
 * @throws CommitUnresolved when the database does not say, or was restarted and may be talking of another transaction.
 */
export async function hasCommitted(db: Db, mark: Mark): Promise<boolean> {
  let fault: unknown;
  for (let look = 1; look <= LOOKS; look += 1) {
    try {
      const found = await fateOf(db, mark);
      if (found === 'another') break;
      if (found !== 'open') return found === 'committed';
      if (look > PATIENT_LOOKS) await db.query(end, [mark.id, mark.at]);
    } catch (error) {
      fault = error;
    }
    await sleep(Math.min(LAST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** look));
  }
  throw new CommitUnresolved(fault);
}
