import type { Id } from './id.js';

export const STAFF_ROLES = ['moderator', 'risk', 'finance', 'admin'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** What a member may do for a seller; each role includes the ones after it. */
export const MEMBER_ROLES = ['owner', 'manager', 'staff'] as const;
export type MemberRole = (typeof MEMBER_ROLES)[number];

export interface Membership {
  readonly sellerId: Id<'sel'>;
  readonly role: MemberRole;
}

/** Who acts. Every verb takes one; nothing is ever done by an ambient user. */
export type Actor =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'system'; readonly name: string }
  | { readonly kind: 'provider'; readonly name: string }
  | {
      readonly kind: 'user';
      readonly userId: Id<'usr'>;
      readonly staffRoles: readonly StaffRole[];
      readonly memberships: readonly Membership[];
    }
  | {
      readonly kind: 'key';
      readonly keyId: Id<'key'>;
      readonly sellerId: Id<'sel'>;
      readonly scopes: readonly string[];
    };

export type UserActor = Extract<Actor, { kind: 'user' }>;
export type KeyActor = Extract<Actor, { kind: 'key' }>;

export const system = (name: string): Actor => ({ kind: 'system', name });

/** The identity that history rows, journals and idempotency keys record. */
export function actorRef(actor: Actor): { type: Actor['kind']; id: string } {
  switch (actor.kind) {
    case 'user':
      return { type: 'user', id: actor.userId };
    case 'key':
      return { type: 'key', id: actor.keyId };
    case 'anonymous':
      return { type: 'anonymous', id: '' };
    default:
      return { type: actor.kind, id: actor.name };
  }
}

export function isStaff(actor: Actor, ...roles: readonly StaffRole[]): boolean {
  return actor.kind === 'user' && actor.staffRoles.some((role) => role === 'admin' || roles.includes(role));
}

/** Whether the actor acts for the seller, as a key of it or as a member with at least the role. */
export function actsFor(actor: Actor, sellerId: string, atLeast: MemberRole = 'staff'): boolean {
  if (actor.kind === 'key') return actor.sellerId === sellerId;
  if (actor.kind !== 'user') return false;
  const rank = MEMBER_ROLES.indexOf(atLeast);
  return actor.memberships.some((m) => m.sellerId === sellerId && MEMBER_ROLES.indexOf(m.role) <= rank);
}
