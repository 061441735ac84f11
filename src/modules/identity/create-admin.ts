import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { AdminExists, WeakPassword } from './identity.errors.js';
import { PasswordHasher } from './password-hasher.js';
import { isCommonPassword } from './password.domain.js';
import type { Registration } from './register-user.js';
import { StaffRolesRepository } from './staff-roles.repository.js';
import { UsersRepository } from './users.repository.js';

const GRANTED_BY = 'operator';

/**
 * The operator of the marketplace, who can reach its database, makes its first administrator; the others are made by
 * an administrator. For the command line: no route leads here.
 */
@Injectable()
export class CreateAdmin {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly roles: StaffRolesRepository,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  /** @throws WeakPassword, EmailTaken; AdminExists unless it shall be another one */
  async run(person: Registration, { another }: { readonly another: boolean }): Promise<Id<'usr'>> {
    const { email, password, displayName, country, locale = 'en' } = person;
    if (isCommonPassword(password, email)) throw new WeakPassword({});
    const passwordHash = await this.hasher.hash(password);
    return this.uow.run(async (tx) => {
      if ((await this.roles.lockHoldersOf(tx, 'admin')) && !another) throw new AdminExists({});
      const [userId, at] = [newId('usr'), this.clock.now()];
      await this.users.insert(tx, { userId, email, passwordHash, displayName, country, locale, at });
      await this.roles.grant(tx, userId, ['admin'], GRANTED_BY, at);
      return userId;
    });
  }
}
