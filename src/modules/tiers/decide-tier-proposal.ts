import { Injectable } from '@nestjs/common';
import { actsFor, Clock, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { ChangeTier } from './change-tier.js';
import { EvaluateSeller } from './evaluate-seller.js';
import { tierProposalLifecycle } from './tier-proposal.lifecycle.js';
import { TierProposalsRepository, type TierProposalRow } from './tier-proposals.repository.js';
import { tierProposalView } from './tier.view.js';
import type { TierProposalView } from './tiers.dto.js';
import { OwnTier, TierProposalStale } from './tiers.errors.js';

/** A person answers what the facts suggested. */
@Injectable()
export class DecideTierProposal {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly proposals: TierProposalsRepository,
    private readonly evaluate: EvaluateSeller,
    private readonly changeTier: ChangeTier,
  ) {}

  /**
   * For what is bought from the seller from now on.
   * @throws NotFound, OwnTier, IllegalTransition once it was decided, TierProposalStale when the facts are others now
   */
  confirm(actor: UserActor, id: Id<'tpr'>, note: string | undefined, once: Once): Promise<TierProposalView> {
    return once.run(this.uow, async (tx) => {
      const {
        sellerId,
        fromTier: from,
        toTier: to,
        reasons,
        fingerprint,
      } = await this.decide(tx, actor, id, 'confirm', note);
      const judgement = await this.evaluate.judge(tx, sellerId);
      if (judgement?.wanted?.fingerprint !== fingerprint) throw new TierProposalStale({});
      const change = { sellerId, from, to, reason: reasons.join(', '), proposalId: id, actor };
      if (!(await this.changeTier.run(tx, change))) throw new TierProposalStale({});
      return this.view(tx, id, actor);
    });
  }

  /** The same is not proposed again while the facts stay. @throws NotFound, OwnTier, IllegalTransition */
  decline(actor: UserActor, id: Id<'tpr'>, reason: string, once: Once): Promise<TierProposalView> {
    return once.run(this.uow, async (tx) => {
      await this.decide(tx, actor, id, 'decline', reason);
      return this.view(tx, id, actor);
    });
  }

  private async decide(
    tx: Tx,
    actor: UserActor,
    id: Id<'tpr'>,
    action: 'confirm' | 'decline',
    note?: string,
  ): Promise<TierProposalRow> {
    const proposal = await this.proposals.lock(tx, id);
    if (!proposal) throw new NotFound({ what: 'tier proposal' });
    if (actsFor(actor, proposal.sellerId)) throw new OwnTier({});
    await moveOne(tx, tierProposalLifecycle, id, { action, actor, at: this.clock.now(), reason: note });
    await this.proposals.noteDecision(tx, id, actor.userId, note ?? null);
    return proposal;
  }

  private async view(tx: Tx, id: Id<'tpr'>, actor: UserActor): Promise<TierProposalView> {
    const proposal = await this.proposals.find(id, tx);
    if (!proposal) throw new NotFound({ what: 'tier proposal' });
    return tierProposalView(proposal, actor);
  }
}
