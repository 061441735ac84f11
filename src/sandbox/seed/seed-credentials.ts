import { deriveKey, hmac } from '../../platform/crypto/index.js';
import { formatKey } from '../../modules/identity/index.js';
import type { KeyParts } from '../mint-principals.js';

const PUBLIC_ID_LENGTH = 10;
const SECRET_LENGTH = 43;

/**
 * Credentials derived from the master key: every start of a sandbox can print them, though only hashes are stored. Of
 * each there is one per turn; the next is given when the one before has ended.
 */
export class SeedCredentials {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = deriveKey(secret, 'sandbox-seed.v1');
  }

  /** The session token of a seeded person. */
  tokenOf(name: string, turn: number): string {
    return hmac(this.key, `token\0${inTurn(name, turn)}`).toString('base64url');
  }

  /** The parts of a seeded seller's API key. */
  keyPartsOf(name: string, turn: number): KeyParts {
    const named = inTurn(name, turn);
    return {
      publicId: hmac(this.key, `key id\0${named}`).toString('hex').slice(0, PUBLIC_ID_LENGTH),
      secret: hmac(this.key, `key secret\0${named}`).toString('hex').slice(0, SECRET_LENGTH),
    };
  }

  apiKeyOf(name: string, turn: number): string {
    const { publicId, secret } = this.keyPartsOf(name, turn);
    return formatKey('test', publicId, secret);
  }
}

/** The first turn goes without saying, so that what was given in it stays what it is. */
const inTurn = (name: string, turn: number): string => (turn === 0 ? name : `${name}\0${turn}`);
