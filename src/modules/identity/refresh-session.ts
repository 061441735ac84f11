import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { constantTimeEqual, sha256 } from '../../platform/crypto/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { InvalidRefreshToken } from './identity.errors.js';
import { deviceHash, SessionTokens, type IssuedTokens } from './session-tokens.js';
import { judgeRefresh, limitsFor } from './session.domain.js';
import { SessionsRepository } from './sessions.repository.js';

/**
 * Trades a refresh token for new tokens. Each works once: a used one that comes again was stolen, or its thief is
 * the one who renewed, so the whole session ends, except for a moment on the same device, where tabs race.
 */
@Injectable()
export class RefreshSession {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sessions: SessionsRepository,
    private readonly tokens: SessionTokens,
    private readonly clock: Clock,
  ) {}

  async run(refreshToken: string, device: string): Promise<IssuedTokens> {
    const renewed = await this.uow.run((tx) => this.renew(tx, sha256(refreshToken), device));
    if (!renewed) throw new InvalidRefreshToken({});
    return renewed;
  }

  /** Refuses by its answer and not by a throw, because the end of a family has to be committed. */
  private async renew(tx: Tx, hash: Buffer, device: string): Promise<IssuedTokens | undefined> {
    const row = await this.sessions.lockRefresh(tx, hash);
    if (!row) return undefined;
    const now = this.clock.now();
    const verdict = judgeRefresh({ ...row, sameDevice: constantTimeEqual(row.device, deviceHash(device)) }, now);
    if (verdict === 'end_family') await this.sessions.end(tx, row.sessionId, now, 'refresh_token_reused');
    if (verdict !== 'renew') return undefined;
    await this.sessions.useRefresh(tx, hash, now);
    const session = { sessionId: row.sessionId, expiresAt: row.sessionExpiresAt };
    return this.tokens.issue(tx, session, limitsFor(row.staffRoles), now);
  }
}
