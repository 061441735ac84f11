import { actsFor, type Actor, type Party } from '../../kernel/index.js';

/** In which parts the actor may act on the seller. */
export function partiesOf(actor: Actor, sellerId: string): Party[] {
  const member: Party[] = actsFor(actor, sellerId) ? ['seller'] : [];
  return actor.kind === 'user' ? [...member, ...actor.staffRoles] : member;
}
