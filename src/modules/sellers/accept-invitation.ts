import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Identity } from '../identity/index.js';
import { InvitationsRepository } from './invitations.repository.js';
import { MemberView } from './members.dto.js';
import { AlreadyMember } from './sellers.errors.js';

/** The invited person accepts with the code of the invitation, and may act for the seller from the next request on. */
@Injectable()
export class AcceptInvitation {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: Identity,
    private readonly invitations: InvitationsRepository,
    private readonly clock: Clock,
  ) {}

  run(actor: UserActor, invitationId: Id<'mem'>, code: string, once: Once): Promise<MemberView> {
    return once.run(this.uow, async (tx) => {
      const since = this.clock.now();
      const emailIndex = (await this.identity.emailIndexOf(tx, actor.userId)) ?? '';
      const given = await this.invitations.accept(tx, invitationId, { emailIndex, code }, since);
      if (!given) throw new NotFound({ what: 'invitation' });
      const members = await this.identity.lockMembersOf(tx, given.sellerId);
      if (members.some((member) => member.userId === actor.userId)) throw new AlreadyMember({});
      await this.identity.putMember(tx, actor.userId, given.sellerId, given.role);
      const users = await this.identity.usersOf([actor.userId], tx);
      return MemberView.of({ userId: actor.userId, role: given.role, since }, users.get(actor.userId));
    });
  }
}
