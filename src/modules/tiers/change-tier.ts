import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Outbox } from '../../platform/messaging/index.js';
import { Sellers } from '../sellers/index.js';
import { TierChangesRepository } from './tier-changes.repository.js';
import type { Tier } from './tier.domain.js';
import { sellerTierChanged } from './tiers.events.js';

export interface TierChange {
  readonly sellerId: Id<'sel'>;
  readonly from: Tier;
  readonly to: Tier;
  readonly reason: string;
  readonly proposalId: Id<'tpr'> | null;
  readonly actor: Actor;
}

/** Another tier for what is bought from now on; what was bought keeps its terms. */
@Injectable()
export class ChangeTier {
  constructor(
    private readonly clock: Clock,
    private readonly sellers: Sellers,
    private readonly changes: TierChangesRepository,
    private readonly outbox: Outbox,
  ) {}

  /** False when the seller has left the tier meanwhile; nothing is changed then. */
  async run(tx: Tx, { sellerId, from, to, reason, proposalId, actor }: TierChange): Promise<boolean> {
    const changedAt = this.clock.now();
    if (!(await this.sellers.changeTier(tx, sellerId, { from, to }, changedAt))) return false;
    const { type: actorType, id: actorId } = actorRef(actor);
    const change = { id: newId('tch'), sellerId, from, to, reason, proposalId, actorType, actorId, changedAt };
    await this.changes.insert(tx, change);
    const payload = { sellerId, from, to };
    await this.outbox.publish(tx, sellerTierChanged, { subjectId: sellerId, sellerId, payload });
    return true;
  }
}
