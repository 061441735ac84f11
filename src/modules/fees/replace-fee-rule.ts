import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, StaleVersion, type Once } from '../../platform/http/index.js';
import { ruleTerms } from './fee-rule-terms.js';
import { feeRuleView } from './fee-rule.view.js';
import type { FeeRuleTermsDto, FeeRuleView } from './fee-rules.dto.js';
import { FeeRulesRepository } from './fee-rules.repository.js';
import { FeeRuleEnded } from './fees.errors.js';

@Injectable()
export class ReplaceFeeRule {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly rules: FeeRulesRepository,
  ) {}

  /**
   * Ends the rule at the new one's `validFrom` and lets the new one take over its scope, and its end where none is
   * said. @throws NotFound, StaleVersion, FeeRuleEnded, FeeRuleOverlaps, Invalid
   */
  run(
    actor: UserActor,
    { id, version }: { id: Id<'rul'>; version: number },
    wanted: FeeRuleTermsDto,
    once: Once,
  ): Promise<FeeRuleView> {
    return once.run(this.uow, async (tx) => {
      const createdAt = this.clock.now();
      const old = await this.rules.findIn(tx, id);
      if (!old) throw new NotFound({ what: 'fee rule' });
      if (old.version !== version) throw new StaleVersion({});
      const terms = ruleTerms(old.component, wanted, createdAt);
      const isOver = old.validUntil !== null && old.validUntil <= terms.validFrom;
      if (isOver || old.validFrom > terms.validFrom) throw new FeeRuleEnded({});
      if (!(await this.rules.end(tx, id, version, terms.validFrom))) throw new StaleVersion({});
      const { component, sellerId, categoryId, tier } = old;
      const scope = { component, sellerId, categoryId, tier };
      const validUntil = terms.validUntil ?? old.validUntil;
      const rule = { id: newId('rul'), ...scope, ...terms, validUntil, replaces: id, createdAt };
      return feeRuleView(await this.rules.insert(tx, rule, actor.userId));
    });
  }
}
