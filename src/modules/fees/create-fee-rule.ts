import { Injectable } from '@nestjs/common';
import { Clock, type FieldError, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Invalid, parseWireId, type Once } from '../../platform/http/index.js';
import { ruleTerms } from './fee-rule-terms.js';
import { feeRuleView } from './fee-rule.view.js';
import type { CreateFeeRuleDto, FeeRuleView } from './fee-rules.dto.js';
import { FeeRulesRepository } from './fee-rules.repository.js';

@Injectable()
export class CreateFeeRule {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly rules: FeeRulesRepository,
  ) {}

  /** Charges orders placed and listings activated from `validFrom` on. @throws Invalid, FeeRuleOverlaps */
  run(actor: UserActor, wanted: CreateFeeRuleDto, once: Once): Promise<FeeRuleView> {
    return once.run(this.uow, async (tx) => {
      const createdAt = this.clock.now();
      const { component, tier = null } = wanted;
      const terms = ruleTerms(component, wanted, createdAt);
      const scope = await this.scopeOf(tx, wanted);
      const rule = { id: newId('rul'), component, tier, ...scope, ...terms, replaces: null, createdAt };
      return feeRuleView(await this.rules.insert(tx, rule, actor.userId));
    });
  }

  private async scopeOf(tx: Tx, wanted: CreateFeeRuleDto) {
    const sellerId = wanted.sellerId === undefined ? null : parseWireId('sel', wanted.sellerId);
    const categoryId = wanted.categoryId === undefined ? null : parseWireId('cat', wanted.categoryId);
    const known = await this.rules.known(tx, sellerId, categoryId);
    const faults = [...(known.seller ? [] : [unknown('seller')]), ...(known.category ? [] : [unknown('category')])];
    if (faults.length > 0) throw new Invalid(faults);
    return { sellerId, categoryId };
  }
}

const unknown = (what: string): FieldError => ({
  pointer: `/${what}Id`,
  code: 'unknown',
  message: `must be the identifier of a ${what}`,
});
