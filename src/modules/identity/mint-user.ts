import { Injectable } from '@nestjs/common';
import { Clock, plus, type Id, type StaffRole } from '../../kernel/index.js';
import { randomToken, sha256 } from '../../platform/crypto/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { CredentialUsed } from './identity.errors.js';
import { deviceHash } from './session-tokens.js';
import { SessionsRepository } from './sessions.repository.js';
import { StaffRolesRepository } from './staff-roles.repository.js';
import { UsersRepository, type Locale } from './users.repository.js';

const MINTED_SESSION = 'P36500D';
const MINTED_BY = 'sandbox';

export interface MintedUserRequest {
  readonly email?: string;
  readonly displayName?: string;
  readonly country?: string;
  readonly locale?: Locale;
  readonly staffRoles?: readonly StaffRole[];
  /** The access token to give; a random one otherwise. */
  readonly token?: string;
  /** Signs in whose address it is, instead of refusing an address that is taken. */
  readonly mayExist?: boolean;
  /** When the account was opened; now otherwise. */
  readonly createdAt?: Date;
}

export interface MintedUser {
  readonly userId: Id<'usr'>;
  readonly token: string;
}

/**
 * Makes a person who is signed in for good, without a password. For sandboxes, whose clock jumps over any session's
 * limits; nothing in production reaches it.
 */
@Injectable()
export class MintUser {
  constructor(
    private readonly users: UsersRepository,
    private readonly roles: StaffRolesRepository,
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws EmailTaken unless the person may exist; CredentialUsed */
  async run(tx: Tx, request: MintedUserRequest): Promise<MintedUser> {
    const now = this.clock.now();
    const { email, mayExist } = request;
    const known = mayExist && email ? await this.users.credentialsIn(tx, email) : undefined;
    const userId = known?.userId ?? (await this.account(tx, request, now));
    return { userId, token: await this.session(tx, userId, request.token ?? randomToken(32), now) };
  }

  private async account(tx: Tx, request: MintedUserRequest, now: Date): Promise<Id<'usr'>> {
    const userId = newId('usr');
    const {
      email = `${userId}@sandbox.invalid`,
      displayName = 'Sandbox user',
      country = 'US',
      locale = 'en',
    } = request;
    const at = request.createdAt ?? now;
    await this.users.insert(tx, { userId, email, passwordHash: null, displayName, country, locale, at });
    if (request.staffRoles?.length) await this.roles.grant(tx, userId, request.staffRoles, MINTED_BY, now);
    return userId;
  }

  private async session(tx: Tx, userId: string, token: string, now: Date): Promise<string> {
    const [sessionId, expiresAt] = [newId('ses'), plus(now, MINTED_SESSION)];
    await this.sessions.open(tx, { sessionId, userId, device: deviceHash(MINTED_BY), startedAt: now, expiresAt });
    const tokens = [{ hash: sha256(token), kind: 'access' as const, expiresAt }];
    if ((await this.sessions.addTokens(tx, sessionId, tokens, now)) === 0) throw new CredentialUsed();
    return token;
  }
}
