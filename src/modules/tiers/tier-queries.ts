import { Injectable } from '@nestjs/common';
import { actsFor, isStaff, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Cursors, NotFound, parseWireId, type Once, type Page, type PageQuery } from '../../platform/http/index.js';
import { EvaluateSeller } from './evaluate-seller.js';
import { ThresholdsRepository } from './thresholds.repository.js';
import { TierChangesRepository } from './tier-changes.repository.js';
import { TierProposalsRepository } from './tier-proposals.repository.js';
import { factsView, thresholdsView, tierChangeView, tierProposalView } from './tier.view.js';
import type {
  TierChangeView,
  TierEvaluationView,
  TierProposalQuery,
  TierProposalView,
  TierThresholdsView,
} from './tiers.dto.js';

@Injectable()
export class TierQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly evaluation: EvaluateSeller,
    private readonly proposals: TierProposalsRepository,
    private readonly changes: TierChangesRepository,
    private readonly thresholds: ThresholdsRepository,
    private readonly cursors: Cursors,
  ) {}

  async list(actor: Actor, { state, sellerId, cursor, limit }: TierProposalQuery): Promise<Page<TierProposalView>> {
    const key = `tier-proposals:${state ?? ''}:${sellerId ?? ''}`;
    const [before = null] = this.cursors.read<[string]>(cursor, key) ?? [];
    const seller = sellerId === undefined ? null : parseWireId('sel', sellerId);
    const rows = await this.proposals.page(state ?? null, seller, before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, ({ id }) => [id]);
    return { data: data.map((row) => tierProposalView(row, actor)), page };
  }

  /** @throws NotFound */
  async one(actor: Actor, id: Id<'tpr'>): Promise<TierProposalView> {
    const row = await this.proposals.find(id);
    if (!row) throw new NotFound({ what: 'tier proposal' });
    return tierProposalView(row, actor);
  }

  /** Looks at one seller as the night does at all. @throws NotFound for a seller that does not sell */
  evaluate(actor: Actor, sellerId: Id<'sel'>, once: Once): Promise<TierEvaluationView> {
    return once.run(this.uow, async (tx) => {
      const found = await this.evaluation.run(tx, sellerId);
      if (!found) throw new NotFound({ what: 'seller' });
      const { judgement, open } = found;
      return { facts: factsView(judgement.facts), proposal: open ? tierProposalView(open, actor) : null };
    });
  }

  /** The latest first. @throws NotFound unless the caller acts for the seller, for risk or for finance */
  async history(actor: Actor, sellerId: Id<'sel'>, { cursor, limit }: PageQuery): Promise<Page<TierChangeView>> {
    if (!actsFor(actor, sellerId) && !isStaff(actor, 'risk') && !isStaff(actor, 'finance')) {
      throw new NotFound({ what: 'seller' });
    }
    const key = `tier-changes:${sellerId}`;
    const [before = null] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.changes.page(sellerId, before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, ({ id }) => [id]);
    return { data: data.map(tierChangeView), page };
  }

  async rules({ cursor, limit }: PageQuery): Promise<Page<TierThresholdsView>> {
    const key = 'tier-thresholds';
    const [before = null] = this.cursors.read<[number]>(cursor, key) ?? [];
    const rows = await this.thresholds.page(before, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, key, ({ version }) => [version]);
    return { data: data.map(thresholdsView), page };
  }
}
