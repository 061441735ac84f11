import { Injectable } from '@nestjs/common';
import { Clock, type KeyActor, type UserActor } from '../../kernel/index.js';
import { Authenticator } from '../../platform/auth/index.js';
import { constantTimeEqual, sha256 } from '../../platform/crypto/index.js';
import { parseKey } from './api-key.domain.js';
import { ApiKeySecrets } from './api-key-secrets.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { isAllowedFrom } from './client-address.js';
import { KeyUsage } from './key-usage.js';
import { SessionsRepository } from './sessions.repository.js';

/** One statement per request and no cache: what is revoked now is refused by the next request. */
@Injectable()
export class TokenAuthenticator extends Authenticator {
  constructor(
    private readonly sessions: SessionsRepository,
    private readonly keys: ApiKeysRepository,
    private readonly secrets: ApiKeySecrets,
    private readonly usage: KeyUsage,
    private readonly clock: Clock,
  ) {
    super();
  }

  async bySession(token: string): Promise<UserActor | undefined> {
    const found = await this.sessions.principal(sha256(token), this.clock.now());
    return found && { kind: 'user', ...found };
  }

  async byKey(key: string, address: string): Promise<KeyActor | undefined> {
    const parsed = parseKey(key);
    if (parsed?.mode !== this.secrets.mode) return undefined;
    const now = this.clock.now();
    const found = await this.keys.findLive(parsed.publicId, now);
    const given = this.secrets.hmacOf(parsed.secret);
    if (!found?.hmacs.some((stored) => constantTimeEqual(stored, given))) return undefined;
    if (!isAllowedFrom(found.allowedAddresses, address)) return undefined;
    this.usage.note(found.keyId, now);
    return { kind: 'key', keyId: found.keyId, sellerId: found.sellerId, scopes: found.scopes };
  }
}
