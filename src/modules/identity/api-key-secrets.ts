import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { deriveKey, hmac } from '../../platform/crypto/index.js';
import { formatKey, publicIdFrom, secretFrom, type KeyMode } from './api-key.domain.js';

export interface IssuedKey {
  readonly publicId: string;
  /** What the holder sees, once. */
  readonly key: string;
  /** What is stored. */
  readonly hmac: Buffer;
}

/** Makes the secrets of API keys and the HMAC under which one is stored and looked for. */
@Injectable()
export class ApiKeySecrets {
  readonly mode: KeyMode;
  private readonly pepper: Buffer;

  constructor(@Inject(CONFIG) config: Pick<Config, 'secret' | 'sandbox'>) {
    this.mode = config.sandbox ? 'test' : 'live';
    this.pepper = deriveKey(config.secret, 'api-key.v1');
  }

  issue(publicId = publicIdFrom(randomBytes(8)), secret = secretFrom(randomBytes(32))): IssuedKey {
    return { publicId, key: formatKey(this.mode, publicId, secret), hmac: this.hmacOf(secret) };
  }

  hmacOf(secret: string): Buffer {
    return hmac(this.pepper, secret);
  }
}
