import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '../config/index.js';
import { deriveKey } from './derive.js';
import { hmac } from './digest.js';

const BYTES = 16;

/**
 * Finds rows by an encrypted value: a truncated HMAC of the normalised value under a key of its own.
 * Equal values have equal indexes, so use it for e-mail addresses and tax ids, never for fields with few values.
 */
@Injectable()
export class BlindIndex {
  private readonly key: Buffer;

  constructor(@Inject(CONFIG) config: Pick<Config, 'secret'>) {
    this.key = deriveKey(config.secret, 'blind-index.v1');
  }

  /** 22 characters of base64url. `kind` keeps equal values of different fields apart. */
  of(kind: string, value: string): string {
    const normalised = value.normalize('NFKC').trim().toLowerCase();
    return hmac(this.key, `${kind}\0${normalised}`).subarray(0, BYTES).toString('base64url');
  }
}
