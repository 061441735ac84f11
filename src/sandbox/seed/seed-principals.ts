import type { UserActor } from '../../kernel/index.js';
import { CredentialUsed } from '../../modules/identity/index.js';
import type { Authenticator } from '../../platform/auth/index.js';
import type { MintPrincipals } from '../mint-principals.js';
import type { SeedCredentials } from './seed-credentials.js';
import type { SeedPerson, SeedSeller } from './seed-data.js';

interface SignedIn {
  readonly token: string;
  readonly person: UserActor;
}

const DOMAIN = 'sandbox.invalid';
const LOOPBACK = '127.0.0.1';
/** Its first payout waits for nobody. */
const TIER = 'T1';

/** Finds the credential of each seeded principal that works, and makes one where none does. */
export class SeedPrincipals {
  constructor(
    private readonly authenticator: Authenticator,
    private readonly mint: MintPrincipals,
    private readonly credentials: SeedCredentials,
  ) {}

  /** Whether somebody's first token works. Makes nothing. */
  async isAnyIn(people: readonly SeedPerson[]): Promise<boolean> {
    for (const { name } of people) if (await this.bySession(this.credentials.tokenOf(name, 0))) return true;
    return false;
  }

  /** Signs the person in; makes the person where there is none. */
  async person({ name, displayName, staffRoles }: Omit<SeedPerson, 'title'>): Promise<SignedIn> {
    const [email, mayExist] = [`${name}@${DOMAIN}`, true];
    return inTurn(async (turn) => {
      const token = this.credentials.tokenOf(name, turn);
      const known = await this.bySession(token);
      if (known) return { token, person: known };
      await this.mint.user({ email, mayExist, displayName, staffRoles, token });
      const person = await this.bySession(token);
      return person && { token, person };
    });
  }

  /** The owner's token, and the API key of a business. */
  async seller({ name, displayName, kind }: SeedSeller): Promise<{ token: string; apiKey: string | undefined }> {
    const { token, person } = await this.person({ name, displayName });
    const owned = person.memberships.find(({ role }) => role === 'owner')?.sellerId;
    const order = { kind, displayName, ownerId: person.userId, tier: TIER } as const;
    const sellerId = owned ?? (await this.mint.seller(order)).sellerId;
    if (kind !== 'business') return { token, apiKey: undefined };
    const apiKey = await inTurn(async (turn) => {
      const key = this.credentials.apiKeyOf(name, turn);
      if (await this.authenticator.byKey(key, LOOPBACK)) return key;
      await this.mint.apiKey(sellerId, this.credentials.keyPartsOf(name, turn));
      return key;
    });
    return { token, apiKey };
  }

  private bySession(token: string): Promise<UserActor | undefined> {
    return this.authenticator.bySession(token, LOOPBACK);
  }
}

/** What the first turn gives whose credential has not ended. */
async function inTurn<T>(give: (turn: number) => Promise<T | undefined>): Promise<T> {
  for (let turn = 0; ; turn += 1) {
    try {
      const given = await give(turn);
      if (given) return given;
    } catch (error) {
      if (!(error instanceof CredentialUsed)) throw error;
    }
  }
}
