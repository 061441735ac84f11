import { Injectable } from '@nestjs/common';
import { actorRef, Clock, plus, type Actor, type Id } from '../../kernel/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { ApiKeySecrets, type IssuedKey } from './api-key-secrets.js';
import { ApiKeysRepository, type ApiKey } from './api-keys.repository.js';
import { API_KEY_EXPIRY } from './api-key.lifecycle.js';
import { TooManyApiKeys } from './identity.errors.js';

export const LIVE_KEYS_PER_SELLER = 50;

export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly allowedAddresses?: readonly string[];
  readonly expiresInDays?: number;
}

/** Makes a key of a seller inside the caller's transaction. */
@Injectable()
export class IssueApiKey {
  constructor(
    private readonly keys: ApiKeysRepository,
    private readonly secrets: ApiKeySecrets,
    private readonly deadlines: Deadlines,
    private readonly clock: Clock,
  ) {}

  async run(
    tx: Tx,
    actor: Actor,
    sellerId: Id<'sel'>,
    request: KeyRequest,
    issued: IssuedKey = this.secrets.issue(),
  ): Promise<{ apiKey: ApiKey; key: string }> {
    if ((await this.keys.lockAndCountLive(tx, sellerId)) >= LIVE_KEYS_PER_SELLER)
      throw new TooManyApiKeys({ limit: LIVE_KEYS_PER_SELLER });
    const at = this.clock.now();
    const apiKey: ApiKey = {
      keyId: newId('key'),
      sellerId,
      publicId: issued.publicId,
      name: request.name,
      scopes: [...new Set(request.scopes)],
      allowedAddresses: [...(request.allowedAddresses ?? [])],
      state: 'active',
      createdAt: at,
      expiresAt: request.expiresInDays ? plus(at, `P${request.expiresInDays}D`) : null,
      lastUsedAt: null,
    };
    await this.keys.insert(tx, { ...apiKey, at, createdBy: actorRef(actor).id }, issued.hmac);
    if (apiKey.expiresAt) await this.deadlines.set(tx, API_KEY_EXPIRY, apiKey.keyId, apiKey.expiresAt);
    return { apiKey, key: issued.key };
  }
}
