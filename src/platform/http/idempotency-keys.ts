import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, type Tx } from '../database/index.js';

export interface Claim {
  readonly principal: string;
  readonly key: string;
  /** SHA-256 of method, path and canonical body. */
  readonly fingerprint: Buffer;
  readonly keepDays: number;
}

export interface Found {
  /** False while another transaction works under the key. */
  readonly claimed: boolean;
  /** Null when no answer is stored. */
  readonly fingerprint: Buffer | null;
  /** The sealed answer. */
  readonly response: string | null;
}

const find = statement<[principal: string, key: string], Found>(
  'http.idempotency-claim',
  `select pg_try_advisory_xact_lock(hashtextextended($1 || E'\\n' || $2, 1700000000010)) as "claimed",
          k.fingerprint, k.response
     from (values (1)) one
     left join idempotency_keys k on k.principal = $1 and k.key = $2 and k.expires_at > now()`,
);

const insert = statement<[string, string, Buffer, string | null, number], { key: string }>(
  'http.idempotency-store',
  `insert into idempotency_keys as k (principal, key, fingerprint, response, expires_at)
   values ($1, $2, $3, $4, now() + make_interval(days => $5))
   on conflict (principal, key) do update
      set fingerprint = excluded.fingerprint, response = excluded.response,
          created_at = now(), expires_at = excluded.expires_at
    where k.expires_at <= now()
   returning key`,
);

const PURGED_AT_ONCE = 2_000;

const purge = statement<[], { purged: number }>(
  'http.idempotency-purge',
  `with gone as (
     delete from idempotency_keys
      where ctid = any(array(select ctid from idempotency_keys where expires_at <= now() limit ${PURGED_AT_ONCE}))
     returning 1)
   select count(*) as "purged" from gone`,
);

const NOTHING: Found = { claimed: false, fingerprint: null, response: null };

/** Takes the key for the transaction and reads the stored answer. */
export async function claimKey(tx: Tx, claim: Claim): Promise<Found> {
  return (await queryOne(tx, find, [claim.principal, claim.key])) ?? NOTHING;
}

/** Reads the stored answer, and whether a transaction works under the key just now. */
export async function lookAtKey(db: Db, claim: Claim): Promise<Found> {
  return (await db.queryOne(find, [claim.principal, claim.key])) ?? NOTHING;
}

/** False when another transaction stored an answer under the key since it was claimed. */
export async function storeAnswer(tx: Tx, claim: Claim, response: string | null): Promise<boolean> {
  const { principal, key, fingerprint, keepDays } = claim;
  return (await query(tx, insert, [principal, key, fingerprint, response, keepDays])).length === 1;
}

@Injectable()
export class IdempotencyKeys {
  constructor(private readonly db: Db) {}

  /** Forgets the answers whose time is over; returns how many. */
  async purge(): Promise<number> {
    let purged = 0;
    for (let some = PURGED_AT_ONCE; some === PURGED_AT_ONCE; purged += some) {
      some = (await this.db.queryOne(purge, []))?.purged ?? 0;
    }
    return purged;
  }
}
