import { Injectable } from '@nestjs/common';
import { Clock, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid, NotFound, StaleVersion, type Once } from '../../platform/http/index.js';
import { feeRuleView } from './fee-rule.view.js';
import type { FeeRuleView } from './fee-rules.dto.js';
import { FeeRulesRepository } from './fee-rules.repository.js';
import { FeeRuleEnded } from './fees.errors.js';

@Injectable()
export class EndFeeRule {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly rules: FeeRulesRepository,
  ) {}

  /** The next specific rule charges from then on. @throws NotFound, StaleVersion, FeeRuleEnded, Invalid */
  run(ending: { id: Id<'rul'>; version: number; at?: string }, once: Once): Promise<FeeRuleView> {
    const { id, version } = ending;
    return once.run(this.uow, async (tx) => {
      const now = this.clock.now();
      const at = ending.at === undefined ? now : new Date(ending.at);
      if (at < now) throw new Invalid([{ pointer: '/at', code: 'past', message: 'must not lie in the past' }]);
      const isEnded = await this.rules.end(tx, id, version, at);
      const rule = await this.rules.findIn(tx, id);
      if (!rule) throw new NotFound({ what: 'fee rule' });
      if (isEnded) return feeRuleView(rule);
      throw rule.version === version ? new FeeRuleEnded({}) : new StaleVersion({});
    });
  }
}
