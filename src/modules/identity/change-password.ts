import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { InvalidCredentials, WeakPassword } from './identity.errors.js';
import { PasswordHasher } from './password-hasher.js';
import { isCommonPassword } from './password.domain.js';
import { SessionsRepository } from './sessions.repository.js';
import { UsersRepository } from './users.repository.js';

/** A person replaces their password, which ends all their sessions, this one too: one of them may be a thief's. */
@Injectable()
export class ChangePassword {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly sessions: SessionsRepository,
    private readonly hasher: PasswordHasher,
    private readonly clock: Clock,
  ) {}

  async run({ userId }: UserActor, currentPassword: string, newPassword: string): Promise<void> {
    const known = await this.users.secretsOf(userId);
    const isRight = await this.hasher.matches(currentPassword, known?.hash);
    const old = isRight ? known?.hash : undefined;
    if (!known || !old) throw new InvalidCredentials({});
    if (isCommonPassword(newPassword, known.email)) throw new WeakPassword({});
    const hash = await this.hasher.hash(newPassword);
    await this.uow.run(async (tx) => {
      const isReplaced = await this.users.replaceHash(tx, userId, old, hash);
      if (!isReplaced) throw new InvalidCredentials({});
      await this.sessions.endAllOf(tx, userId, this.clock.now(), 'password_changed');
    });
  }
}
