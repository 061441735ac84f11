import { deriveKey, hmac } from '../../platform/crypto/index.js';
import { formatKey } from '../../modules/identity/index.js';

const PUBLIC_ID_LENGTH = 10;
const SECRET_LENGTH = 43;

/** Credentials derived from the master key: every start of a sandbox can print them, though only hashes are stored. */
export class SeedCredentials {
  private readonly key: Buffer;

  constructor(secret: string) {
    this.key = deriveKey(secret, 'sandbox-seed.v1');
  }

  /** The session token of a seeded person. */
  tokenOf(name: string): string {
    return hmac(this.key, `token\0${name}`).toString('base64url');
  }

  /** The parts of a seeded seller's API key. */
  keyPartsOf(name: string): { publicId: string; secret: string } {
    return {
      publicId: hmac(this.key, `key id\0${name}`).toString('hex').slice(0, PUBLIC_ID_LENGTH),
      secret: hmac(this.key, `key secret\0${name}`).toString('hex').slice(0, SECRET_LENGTH),
    };
  }

  apiKeyOf(name: string): string {
    const { publicId, secret } = this.keyPartsOf(name);
    return formatKey('test', publicId, secret);
  }
}
