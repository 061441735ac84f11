import { isStaff, type Actor } from '../../kernel/index.js';
import type { AccessRule, Role } from './access.js';

/** Whether the principal holds one of the roles, and the scope where it is an API key. */
export function mayCall(actor: Actor, rule: AccessRule): boolean {
  return rule.roles.some((role) => holds(actor, role, rule.scope));
}

function holds(actor: Actor, role: Role, scope: string | undefined): boolean {
  if (role === 'anyone') return true;
  if (actor.kind === 'key') return role === 'seller' && scope !== undefined && actor.scopes.includes(scope);
  if (actor.kind !== 'user') return false;
  if (role === 'buyer') return true;
  if (role === 'seller') return actor.memberships.length > 0;
  return isStaff(actor, role);
}

/** What the route asks for, in words: `the role seller or finance with the scope orders:write`. */
export function needsOf(rule: AccessRule): string {
  const roles = rule.roles.join(' or ');
  return rule.scope === undefined ? `the role ${roles}` : `the role ${roles} with the scope ${rule.scope}`;
}
