import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Page } from '../../platform/http/index.js';
import { assertActsFor, Identity } from '../identity/index.js';
import { InvitationsRepository } from './invitations.repository.js';
import { InvitationView, MemberView } from './members.dto.js';

/** Lists that are short by rule: a seller has at most a hundred members and invitations. */
@Injectable()
export class MemberQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: Identity,
    private readonly invitations: InvitationsRepository,
    private readonly clock: Clock,
  ) {}

  async members(actor: Actor, sellerId: Id<'sel'>): Promise<Page<MemberView>> {
    assertActsFor(actor, sellerId, 'manager');
    const members = await this.identity.membersOf(sellerId);
    const users = await this.identity.usersOf(members.map((member) => member.userId));
    return wholePage(members.map((member) => MemberView.of(member, users.get(member.userId))));
  }

  async invitationsOf(actor: Actor, sellerId: Id<'sel'>): Promise<Page<InvitationView>> {
    assertActsFor(actor, sellerId, 'manager');
    const open = await this.invitations.ofSeller(sellerId, this.clock.now());
    return wholePage(open.map((invitation) => InvitationView.of(invitation)));
  }

  async myInvitations(actor: UserActor): Promise<Page<InvitationView>> {
    const index = await this.uow.run((tx) => this.identity.emailIndexOf(tx, actor.userId));
    const open = await this.invitations.ofPerson(index ?? '', this.clock.now());
    return wholePage(open.map((invitation) => InvitationView.of(invitation)));
  }
}

const wholePage = <T>(data: T[]): Page<T> => ({ data, page: { hasMore: false, nextCursor: null } });
