import { Injectable } from '@nestjs/common';
import type { Actor, Id, MemberRole } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { assertActsFor, assertOwnerRemains, Identity } from '../identity/index.js';
import { MemberView } from './members.dto.js';

/** An owner changes what a member may do for the seller. */
@Injectable()
export class ChangeMember {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: Identity,
  ) {}

  async run(actor: Actor, sellerId: Id<'sel'>, userId: Id<'usr'>, role: MemberRole): Promise<MemberView> {
    assertActsFor(actor, sellerId, 'owner');
    return this.uow.run(async (tx) => {
      const members = await this.identity.lockMembersOf(tx, sellerId);
      const member = members.find((known) => known.userId === userId);
      if (!member) throw new NotFound({ what: 'member' });
      assertOwnerRemains(members, userId, role);
      await this.identity.putMember(tx, userId, sellerId, role);
      const users = await this.identity.usersOf([userId], tx);
      return MemberView.of({ ...member, role }, users.get(userId));
    });
  }
}
