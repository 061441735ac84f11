import { Injectable } from '@nestjs/common';
import { Clock, toWire } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import type { RegisteredView } from './identity.dto.js';
import { WeakPassword } from './identity.errors.js';
import { PasswordHasher } from './password-hasher.js';
import { isCommonPassword } from './password.domain.js';
import { UsersRepository, type Locale } from './users.repository.js';

export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly displayName: string;
  readonly country: string;
  readonly locale?: Locale;
}

/** A person opens an account. */
@Injectable()
export class RegisterUser {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  async run(registration: Registration, once: Once): Promise<RegisteredView> {
    const { email, password, displayName, country, locale = 'en' } = registration;
    if (isCommonPassword(password, email)) throw new WeakPassword({});
    const passwordHash = await this.hasher.hash(password);
    return once.run(this.uow, async (tx) => {
      const user = { userId: newId('usr'), email, passwordHash, displayName, country, locale, at: this.clock.now() };
      await this.users.insert(tx, user);
      return { userId: toWire('usr', user.userId), createdAt: user.at.toISOString() };
    });
  }
}
