import type { KeyActor, UserActor } from '../../kernel/index.js';

/** Knows the credentials. The identity module implements it. */
export abstract class Authenticator {
  /** The person whose live session the token opens. */
  abstract bySession(token: string, address: string): Promise<UserActor | undefined>;
  /** The API key, when it is known, live, and used from an allowed address. */
  abstract byKey(key: string, address: string): Promise<KeyActor | undefined>;
}
