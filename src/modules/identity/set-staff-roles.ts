import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id, type StaffRole } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { OwnStaffRoles } from './identity.errors.js';
import { SessionsRepository } from './sessions.repository.js';
import { StaffRolesRepository } from './staff-roles.repository.js';
import { UsersRepository, type User } from './users.repository.js';

/**
 * An administrator decides which staff roles a person holds. A change ends the person's sessions: staff sessions have
 * other limits, and who lost a role must not act with an open one.
 */
@Injectable()
export class SetStaffRoles {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly users: UsersRepository,
    private readonly roles: StaffRolesRepository,
    private readonly sessions: SessionsRepository,
    private readonly clock: Clock,
  ) {}

  async run(actor: Actor, userId: Id<'usr'>, roles: readonly StaffRole[]): Promise<User> {
    if (actor.kind === 'user' && actor.userId === userId) throw new OwnStaffRoles({});
    return this.uow.run(async (tx) => {
      await this.users.lock(tx, userId);
      await this.find(tx, userId);
      const now = this.clock.now();
      const by = actorRef(actor).id;
      const granted = await this.roles.grant(tx, userId, roles, by, now);
      const revoked = await this.roles.revokeOthers(tx, userId, roles, by, now);
      if (granted + revoked > 0) await this.sessions.endAllOf(tx, userId, now, 'staff_roles_changed');
      return this.find(tx, userId);
    });
  }

  private async find(tx: Tx, userId: string): Promise<User> {
    const [user] = await this.users.findIn(tx, [userId]);
    if (!user) throw new NotFound({ what: 'user' });
    return user;
  }
}
