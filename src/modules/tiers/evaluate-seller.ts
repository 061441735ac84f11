import { Injectable } from '@nestjs/common';
import { asId, Clock, system, type Actor } from '../../kernel/index.js';
import { moveOne, newId, type Tx } from '../../platform/database/index.js';
import { ChangeTier } from './change-tier.js';
import { ThresholdsRepository } from './thresholds.repository.js';
import { TierFactsRepository } from './tier-facts.repository.js';
import { tierProposalLifecycle } from './tier-proposal.lifecycle.js';
import { TierProposalsRepository, type NewTierProposal, type TierProposalRow } from './tier-proposals.repository.js';
import { conclude, fingerprintOf, needsPerson, type TierFacts } from './tier.domain.js';

const ACTOR: Actor = system('tiers');

/** What the facts of this moment say about a seller. */
export interface Judgement {
  readonly facts: TierFacts;
  /** Null: the seller has the right tier. */
  readonly wanted: Omit<NewTierProposal, 'id' | 'proposedAt'> | null;
}

/** Judges one seller by the facts of this moment, and keeps its open proposal in step with them. */
@Injectable()
export class EvaluateSeller {
  constructor(
    private readonly clock: Clock,
    private readonly thresholds: ThresholdsRepository,
    private readonly facts: TierFactsRepository,
    private readonly proposals: TierProposalsRepository,
    private readonly changeTier: ChangeTier,
  ) {}

  /** `undefined` for a seller that does not sell: never admitted, rejected or closed. */
  async judge(tx: Tx, sellerId: string): Promise<Judgement | undefined> {
    const rules = await this.thresholds.latest(tx);
    const facts = await this.facts.of(tx, rules, this.clock.now(), sellerId);
    if (!facts) return undefined;
    const conclusion = conclude(facts, rules);
    if (!conclusion) return { facts, wanted: null };
    const { to: toTier, reasons } = conclusion;
    const terms = { fingerprint: fingerprintOf(facts, conclusion, rules), thresholdsVersion: rules.version };
    return {
      facts,
      wanted: { sellerId: asId<'sel'>(sellerId), fromTier: facts.tier, toTier, reasons, facts, ...terms },
    };
  }

  /**
   * An open proposal that the facts do not bear any more is stale; one that they ask for is made, unless the same was
   * declined last. Who has sold long enough to be standard becomes so at once. Returns the proposal that is open then.
   */
  async run(tx: Tx, sellerId: string): Promise<{ judgement: Judgement; open: TierProposalRow | null } | undefined> {
    const open = await this.proposals.lockOpen(tx, sellerId);
    const judgement = await this.judge(tx, sellerId);
    const wanted = judgement?.wanted ?? null;
    const isCurrent = open !== undefined && open.fingerprint === wanted?.fingerprint;
    if (open && !isCurrent) await this.lapse(tx, open);
    if (!judgement) return undefined;
    if (open && isCurrent) return { judgement, open };
    if (!wanted || (await this.proposals.isDeclined(tx, sellerId, wanted.fingerprint)))
      return { judgement, open: null };
    return { judgement, open: await this.propose(tx, wanted) };
  }

  async lapse(tx: Tx, { id }: TierProposalRow): Promise<void> {
    const [at, reason] = [this.clock.now(), 'the facts have changed'];
    await moveOne(tx, tierProposalLifecycle, id, { action: 'lapse', actor: ACTOR, at, reason });
  }

  private async propose(tx: Tx, wanted: Omit<NewTierProposal, 'id' | 'proposedAt'>): Promise<TierProposalRow | null> {
    const at = this.clock.now();
    const { sellerId, fromTier: from, toTier: to, reasons } = wanted;
    const id = newId('tpr');
    const isMade = await this.proposals.insert(tx, { ...wanted, id, proposedAt: at });
    if (!isMade) return (await this.proposals.lockOpen(tx, sellerId)) ?? null;
    if (needsPerson(from, to)) return (await this.proposals.find(id, tx)) ?? null;
    const reason = reasons.join(', ');
    await moveOne(tx, tierProposalLifecycle, id, { action: 'confirm', actor: ACTOR, at, reason });
    await this.proposals.noteDecision(tx, id, 'tiers', null);
    await this.changeTier.run(tx, { sellerId, from, to, reason, proposalId: id, actor: ACTOR });
    return null;
  }
}
