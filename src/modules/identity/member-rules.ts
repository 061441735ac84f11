import { actsFor, type Actor, type MemberRole } from '../../kernel/index.js';
import { Forbidden, NotFound } from '../../platform/http/index.js';
import { LastOwner } from './identity.errors.js';
import type { Member } from './memberships.repository.js';

/**
 * Lets through who acts for the seller with at least the role.
 * @throws NotFound for strangers, Forbidden for members with a lower role
 */
export function assertActsFor(actor: Actor, sellerId: string, atLeast: MemberRole = 'staff'): void {
  if (!actsFor(actor, sellerId)) throw new NotFound({ what: 'seller' });
  if (!actsFor(actor, sellerId, atLeast)) throw new Forbidden({ needs: `the role ${atLeast} at the seller` });
}

/** @throws LastOwner when the seller would have no owner once the member has the role, or none */
export function assertOwnerRemains(members: readonly Member[], userId: string, role?: MemberRole): void {
  const isOwner = members.some((member) => member.role === 'owner' && (member.userId !== userId || role === 'owner'));
  if (!isOwner) throw new LastOwner({});
}
