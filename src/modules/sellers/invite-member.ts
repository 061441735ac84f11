import { Injectable } from '@nestjs/common';
import { actorRef, Clock, plus, type Actor, type Id, type MemberRole } from '../../kernel/index.js';
import { randomToken } from '../../platform/crypto/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { assertActsFor, Identity } from '../identity/index.js';
import { InvitationsRepository } from './invitations.repository.js';
import { NewInvitationView } from './members.dto.js';
import { TooManyMembers } from './sellers.errors.js';

export const MEMBERS_PER_SELLER = 100;
const VALID_FOR = 'P14D';

/**
 * A seller invites somebody by e-mail address; whether the address has an account does not show. The inviter gets the
 * code that accepting takes, once, and hands it on.
 */
@Injectable()
export class InviteMember {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly identity: Identity,
    private readonly invitations: InvitationsRepository,
    private readonly clock: Clock,
  ) {}

  async run(
    actor: Actor,
    sellerId: Id<'sel'>,
    { email, role }: { readonly email: string; readonly role: MemberRole },
    once: Once,
  ): Promise<NewInvitationView> {
    assertActsFor(actor, sellerId, role === 'staff' ? 'manager' : 'owner');
    return once.run(this.uow, async (tx) => {
      const createdAt = this.clock.now();
      await this.assertRoom(tx, sellerId, createdAt);
      const expiresAt = plus(createdAt, VALID_FOR);
      const opened = { invitationId: newId('mem'), sellerId, email, role, createdAt, expiresAt };
      const invitation = { ...opened, acceptanceCode: randomToken(32) };
      await this.invitations.insert(tx, invitation, this.identity.emailIndex(email), actorRef(actor).id);
      return NewInvitationView.withCode(invitation);
    });
  }

  private async assertRoom(tx: Tx, sellerId: string, now: Date): Promise<void> {
    const members = await this.identity.lockMembersOf(tx, sellerId);
    const open = await this.invitations.ofSeller(sellerId, now, tx);
    if (members.length + open.length >= MEMBERS_PER_SELLER) throw new TooManyMembers({ limit: MEMBERS_PER_SELLER });
  }
}
