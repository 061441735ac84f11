import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { EvaluateSeller } from './evaluate-seller.js';
import { ThresholdsRepository } from './thresholds.repository.js';
import { TierFactsRepository } from './tier-facts.repository.js';
import { TierProposalsRepository } from './tier-proposals.repository.js';
import { conclude, type TierFacts } from './tier.domain.js';

const PAGE = 500;

/** The nightly look at all sellers. */
@Injectable()
export class ProposeTiers {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly thresholds: ThresholdsRepository,
    private readonly facts: TierFactsRepository,
    private readonly proposals: TierProposalsRepository,
    private readonly evaluate: EvaluateSeller,
  ) {}

  /** One seller that cannot be judged does not keep the others from it; the run is repeated for it. */
  async run(): Promise<void> {
    const rules = await this.thresholds.latest();
    const failures: unknown[] = [];
    let page: TierFacts[] = [];
    do {
      page = await this.facts.page(rules, this.clock.now(), page.at(-1)?.sellerId ?? null, PAGE);
      const open = await this.proposals.withOpen(page.map(({ sellerId }) => sellerId));
      for (const each of page) {
        if (!open.has(each.sellerId) && !conclude(each, rules)) continue;
        try {
          await this.uow.run((tx) => this.evaluate.run(tx, each.sellerId));
        } catch (error) {
          failures.push(error);
        }
      }
    } while (page.length === PAGE);
    if (failures.length > 0) throw new AggregateError(failures, `${failures.length} sellers could not be judged`);
  }
}
