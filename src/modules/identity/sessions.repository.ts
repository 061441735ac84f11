import { Injectable } from '@nestjs/common';
import type { Id, Membership, StaffRole } from '../../kernel/index.js';
import { Db, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { defineRetention } from '../../platform/housekeeping/index.js';

export interface NewSession {
  readonly sessionId: Id<'ses'>;
  readonly userId: string;
  readonly device: Buffer;
  readonly startedAt: Date;
  readonly expiresAt: Date;
}

export interface NewToken {
  readonly hash: Buffer;
  readonly kind: 'access' | 'refresh';
  readonly expiresAt: Date;
}

export interface LivePrincipal {
  readonly userId: Id<'usr'>;
  readonly staffRoles: StaffRole[];
  readonly memberships: Membership[];
}

export interface RefreshRow {
  readonly sessionId: Id<'ses'>;
  readonly userId: Id<'usr'>;
  readonly device: Buffer;
  readonly usedAt: Date | null;
  readonly expiresAt: Date;
  readonly sessionExpiresAt: Date;
  readonly sessionEndedAt: Date | null;
  readonly staffRoles: StaffRole[];
}

const OPEN_ROLES = `coalesce((select array_agg(g.role order by g.role) from staff_role_grants g
                               where g.user_id = s.user_id and g.revoked_at is null), '{}')`;

const findPrincipal = statement<[accessHash: Buffer, now: Date], LivePrincipal>(
  'identity.find-principal',
  `select s.user_id as "userId", ${OPEN_ROLES} as "staffRoles",
          coalesce((select jsonb_agg(jsonb_build_object('sellerId', m.seller_id, 'role', m.role) order by m.seller_id)
                      from memberships m where m.user_id = s.user_id), '[]') as memberships
     from session_tokens t join sessions s on s.id = t.session_id
    where t.hash = $1 and t.kind = 'access' and t.expires_at > $2 and s.ended_at is null and s.expires_at > $2`,
);

const insertSession = statement<[string, string, Buffer, Date, Date], never>(
  'identity.insert-session',
  'insert into sessions (id, user_id, device, started_at, expires_at) values ($1, $2, $3, $4, $5)',
);

const insertTokens = statement<[string, Buffer[], string[], Date[], Date], { kind: string }>(
  'identity.insert-session-tokens',
  `insert into session_tokens (session_id, hash, kind, expires_at, issued_at)
   select $1, hash, kind, expires_at, $5 from unnest($2::bytea[], $3::text[], $4::timestamptz[])
       as t(hash, kind, expires_at)
   on conflict (hash) do nothing returning kind`,
);

const lockRefresh = statement<[refreshHash: Buffer], RefreshRow>(
  'identity.lock-refresh-token',
  `select s.id as "sessionId", s.user_id as "userId", s.device, t.used_at as "usedAt", t.expires_at as "expiresAt",
          s.expires_at as "sessionExpiresAt", s.ended_at as "sessionEndedAt", ${OPEN_ROLES} as "staffRoles"
     from session_tokens t join sessions s on s.id = t.session_id
    where t.hash = $1 and t.kind = 'refresh' for update of t, s`,
);

const useRefresh = statement<[refreshHash: Buffer, now: Date], never>(
  'identity.use-refresh-token',
  'update session_tokens set used_at = coalesce(used_at, $2) where hash = $1',
);

const endSession = statement<[sessionId: string, now: Date, because: string], never>(
  'identity.end-session',
  'update sessions set ended_at = $2, ended_because = $3 where id = $1 and ended_at is null',
);

const endByToken = statement<[accessHash: Buffer, now: Date, because: string], never>(
  'identity.end-session-by-token',
  `update sessions s set ended_at = $2, ended_because = $3 from session_tokens t
    where t.hash = $1 and t.session_id = s.id and s.ended_at is null`,
);

const endAllOf = statement<[userId: string, now: Date, because: string], never>(
  'identity.end-sessions-of-user',
  'update sessions set ended_at = $2, ended_because = $3 where user_id = $1 and ended_at is null',
);

const FORGOTTEN_AT_ONCE = 5_000;

const forget = statement<[before: Date], { id: string }>(
  'identity.forget-sessions',
  `delete from sessions where id in
     (select id from sessions where expires_at < $1 or ended_at < $1 order by id limit ${FORGOTTEN_AT_ONCE}) returning id`,
);

/** A used refresh token that comes again ends its session, for as long as it is known. */
defineRetention({ table: 'session_tokens', endedAt: 'expires_at', keep: 'P30D' });

/** Sessions and their tokens; of a token only its SHA-256 is ever stored. */
@Injectable()
export class SessionsRepository {
  constructor(private readonly db: Db) {}

  /** Whom an access token stands for at this moment, with roles and memberships: one statement per request. */
  principal(accessHash: Buffer, now: Date): Promise<LivePrincipal | undefined> {
    return this.db.queryOne(findPrincipal, [accessHash, now]);
  }

  async open(tx: Tx, session: NewSession): Promise<void> {
    const { sessionId, userId, device, startedAt, expiresAt } = session;
    await query(tx, insertSession, [sessionId, userId, device, startedAt, expiresAt]);
  }

  /** How many were added: one that was given before is not. */
  async addTokens(tx: Tx, sessionId: string, tokens: readonly NewToken[], at: Date): Promise<number> {
    const added = await query(tx, insertTokens, [
      sessionId,
      tokens.map((token) => token.hash),
      tokens.map((token) => token.kind),
      tokens.map((token) => token.expiresAt),
      at,
    ]);
    return added.length;
  }

  lockRefresh(tx: Tx, refreshHash: Buffer): Promise<RefreshRow | undefined> {
    return queryOne(tx, lockRefresh, [refreshHash]);
  }

  async useRefresh(tx: Tx, refreshHash: Buffer, at: Date): Promise<void> {
    await query(tx, useRefresh, [refreshHash, at]);
  }

  async end(tx: Tx, sessionId: string, at: Date, because: string): Promise<void> {
    await query(tx, endSession, [sessionId, at, because]);
  }

  async endByToken(tx: Tx, accessHash: Buffer, at: Date, because: string): Promise<void> {
    await query(tx, endByToken, [accessHash, at, because]);
  }

  async endAllOf(tx: Tx, userId: string, at: Date, because: string): Promise<void> {
    await query(tx, endAllOf, [userId, at, because]);
  }

  /** Removes some of those that ended before; whether there may be more. */
  async forget(tx: Tx, before: Date): Promise<boolean> {
    return (await query(tx, forget, [before])).length === FORGOTTEN_AT_ONCE;
  }
}
