import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { UsersRepository, type ProfileChange, type User } from './users.repository.js';

/** A person changes how the marketplace shows and addresses them. */
@Injectable()
export class ChangeProfile {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly clock: Clock,
  ) {}

  run(actor: UserActor, change: ProfileChange): Promise<User> {
    return this.uow.run(async (tx) => {
      await this.users.changeProfile(tx, actor.userId, change, this.clock.now());
      const [user] = await this.users.findIn(tx, [actor.userId]);
      if (!user) throw new NotFound({ what: 'user' });
      return user;
    });
  }
}
