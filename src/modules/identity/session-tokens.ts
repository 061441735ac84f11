import { Injectable } from '@nestjs/common';
import { plus, type Id } from '../../kernel/index.js';
import { randomToken, sha256 } from '../../platform/crypto/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { limitsFor, tokenTimes, type SessionLimits } from './session.domain.js';
import { SessionsRepository } from './sessions.repository.js';

export interface IssuedTokens {
  readonly sessionId: Id<'ses'>;
  readonly accessToken: string;
  readonly accessUntil: Date;
  readonly refreshToken: string;
  readonly refreshUntil: Date;
  readonly sessionUntil: Date;
}

export interface SessionHolder {
  readonly userId: string;
  readonly staffRoles: readonly string[];
  /** What tells one device from another: the client's name for itself. */
  readonly device: string;
}

/** Makes the tokens of sessions: 256 random bits each, stored only as their SHA-256. */
@Injectable()
export class SessionTokens {
  constructor(private readonly sessions: SessionsRepository) {}

  /** Opens a session with its first pair of tokens. */
  async open(tx: Tx, holder: SessionHolder, now: Date): Promise<IssuedTokens> {
    const limits = limitsFor(holder.staffRoles);
    const session = { sessionId: newId('ses'), expiresAt: plus(now, limits.absolute) };
    const device = deviceHash(holder.device);
    await this.sessions.open(tx, { ...session, userId: holder.userId, device, startedAt: now });
    return this.issue(tx, session, limits, now);
  }

  /** Adds a pair of tokens to a live session. */
  async issue(
    tx: Tx,
    session: { readonly sessionId: Id<'ses'>; readonly expiresAt: Date },
    limits: SessionLimits,
    now: Date,
  ): Promise<IssuedTokens> {
    const { sessionId, expiresAt: sessionUntil } = session;
    const { accessUntil, refreshUntil } = tokenTimes(now, limits, sessionUntil);
    const [accessToken, refreshToken] = [randomToken(32), randomToken(32)];
    await this.sessions.addTokens(
      tx,
      sessionId,
      [
        { hash: sha256(accessToken), kind: 'access', expiresAt: accessUntil },
        { hash: sha256(refreshToken), kind: 'refresh', expiresAt: refreshUntil },
      ],
      now,
    );
    return { sessionId, accessToken, accessUntil, refreshToken, refreshUntil, sessionUntil };
  }
}

export const deviceHash = (device: string): Buffer => sha256(`device\0${device}`);
