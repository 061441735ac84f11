import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { InvalidCredentials } from './identity.errors.js';
import { PasswordHasher } from './password-hasher.js';
import { SessionTokens, type IssuedTokens } from './session-tokens.js';
import { UsersRepository, type Credentials } from './users.repository.js';

export interface SignInAttempt {
  readonly email: string;
  readonly password: string;
  readonly device: string;
}

/** A person proves who they are and gets a session. Unknown addresses cost and answer the same as wrong passwords. */
@Injectable()
export class SignIn {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly tokens: SessionTokens,
    private readonly clock: Clock,
  ) {}

  async run(attempt: SignInAttempt): Promise<IssuedTokens> {
    const tokens = (await this.openFor(attempt)) ?? (await this.openFor(attempt));
    if (!tokens) throw new InvalidCredentials({});
    return tokens;
  }

  /** `undefined` when the password was replaced, or its hash strengthened, while it was looked at. */
  private async openFor({ email, password, device }: SignInAttempt): Promise<IssuedTokens | undefined> {
    const found = await this.users.credentials(email);
    const isRight = await this.hasher.matches(password, found?.passwordHash);
    if (!found || !isRight) throw new InvalidCredentials({});
    const rehashed = await this.rehash(found, password);
    return this.uow.run(async (tx) => {
      await this.users.lock(tx, found.userId);
      const current = await this.users.credentialsIn(tx, email);
      if (current?.passwordHash !== found.passwordHash) return undefined;
      await this.store(tx, found, rehashed);
      return this.tokens.open(tx, { ...current, device }, this.clock.now());
    });
  }

  private async rehash({ passwordHash }: Credentials, password: string): Promise<string | undefined> {
    if (!passwordHash || !this.hasher.isOutdated(passwordHash)) return undefined;
    return this.hasher.hash(password);
  }

  private async store(tx: Tx, { userId, passwordHash }: Credentials, rehashed: string | undefined): Promise<void> {
    if (passwordHash && rehashed) await this.users.replaceHash(tx, userId, passwordHash, rehashed);
  }
}
