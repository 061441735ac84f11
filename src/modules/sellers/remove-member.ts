import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { assertActsFor, assertOwnerRemains, Identity } from '../identity/index.js';

/** An owner removes a member, or a member leaves; somebody has to stay owner. */
@Injectable()
export class RemoveMember {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: Identity,
  ) {}

  async run(actor: Actor, sellerId: Id<'sel'>, userId: Id<'usr'>): Promise<void> {
    const isLeaving = actor.kind === 'user' && actor.userId === userId;
    assertActsFor(actor, sellerId, isLeaving ? 'staff' : 'owner');
    await this.uow.run(async (tx) => {
      const members = await this.identity.lockMembersOf(tx, sellerId);
      if (!members.some((member) => member.userId === userId)) throw new NotFound({ what: 'member' });
      assertOwnerRemains(members, userId);
      await this.identity.removeMember(tx, userId, sellerId);
    });
  }
}
