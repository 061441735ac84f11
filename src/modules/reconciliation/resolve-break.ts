import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { BreaksRepository, type ItemRow } from './breaks.repository.js';
import { CloseBreak, type Closing } from './close-break.js';
import { MatchingRepository } from './matching.repository.js';
import { ProposalsRepository, type ProposalRow } from './proposals.repository.js';
import type { ReconciliationItemView } from './breaks.dto.js';
import { BreakClosed, NothingProposed, ResolutionByYou, ResolutionChanged } from './reconciliation.errors.js';
import { itemView } from './reconciliation.view.js';
import { isClosed, type Wanted } from './resolution.domain.js';

/** A person says what a break is; it is closed, or of much money proposed, which another person confirms. */
@Injectable()
export class ResolveBreak {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly breaks: BreaksRepository,
    private readonly matching: MatchingRepository,
    private readonly proposals: ProposalsRepository,
    private readonly close: CloseBreak,
  ) {}

  /** @throws NotFound, BreakClosed, ResolutionUnfit, ResolutionProposed, RevenueNotEarned, Invalid */
  run(actor: UserActor, id: Id<'ril'>, wanted: Wanted, once: Once): Promise<ReconciliationItemView> {
    return once.run(this.uow, async (tx) => {
      const closing = this.close.plan(actor, await this.open(tx, id), wanted);
      if (closing.needsTwo) await this.propose(tx, closing);
      else await this.close.run(tx, closing);
      return this.view(tx, id);
    });
  }

  /** @throws NotFound, BreakClosed, NothingProposed, ResolutionByYou, ResolutionChanged, RevenueNotEarned */
  confirm(actor: UserActor, id: Id<'ril'>, payloadHash: string, once: Once): Promise<ReconciliationItemView> {
    return once.run(this.uow, async (tx) => {
      const item = await this.open(tx, id);
      const proposal = proposalOf(item);
      if (proposal.proposedBy === actor.userId) throw new ResolutionByYou({});
      const closing = this.close.plan(actor, item, wantedOf(proposal));
      const isSame = [closing.payloadHash, proposal.payloadHash].every((hash) => hash === payloadHash);
      if (!isSame) throw new ResolutionChanged({});
      await this.proposals.decide(tx, proposal.id, 'confirmed', actor.userId, closing.at);
      await this.close.run(tx, closing);
      return this.view(tx, id);
    });
  }

  /** What was proposed is not done: by another person, or by whoever proposed it. @throws NotFound, NothingProposed */
  decline(actor: UserActor, id: Id<'ril'>, once: Once): Promise<ReconciliationItemView> {
    return once.run(this.uow, async (tx) => {
      const proposal = proposalOf(await this.locked(tx, id));
      await this.proposals.decide(tx, proposal.id, 'declined', actor.userId, this.clock.now());
      return this.view(tx, id);
    });
  }

  private propose(tx: Tx, { item, wanted, actor, amount, payloadHash, at }: Closing): Promise<void> {
    const { resolution, reference = null, reason = null } = wanted;
    const what = { id: newId('rpr'), itemId: item.id, resolution, reference, reason, ...amount, payloadHash };
    return this.proposals.insert(tx, { ...what, proposedBy: actor.userId }, at);
  }

  private async open(tx: Tx, id: string): Promise<ItemRow> {
    const item = await this.locked(tx, id);
    if (isClosed(item.status)) throw new BreakClosed({});
    return item;
  }

  private async locked(tx: Tx, id: string): Promise<ItemRow> {
    await this.matching.lock(tx);
    const item = await this.breaks.lock(tx, id);
    if (!item) throw new NotFound({ what: 'break' });
    return item;
  }

  private async view(tx: Tx, id: string): Promise<ReconciliationItemView> {
    return itemView((await this.breaks.findIn(tx, id)) as ItemRow, this.clock.now());
  }
}

function proposalOf({ proposal }: ItemRow): ProposalRow {
  if (!proposal) throw new NothingProposed({});
  return proposal;
}

const wantedOf = ({ resolution, reference, reason }: ProposalRow): Wanted => ({
  resolution: resolution as Wanted['resolution'],
  ...(reference !== null && { reference }),
  ...(reason !== null && { reason }),
});
