import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, NotFound, Once } from '../../platform/http/index.js';
import { expressionErrors } from './expression-errors.js';
import type { NewVersion, RuleRow } from './rules.repository.js';
import { RulesRepository } from './rules.repository.js';

export type RuleChange = Omit<NewVersion, 'ruleId'>;

/** Adds a rule, or a version to a rule. Its condition is type-checked, and it joins the live rule set at once. */
@Injectable()
export class SaveRule {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly rules: RulesRepository,
  ) {}

  /**
   * `rule` names a new rule by code and group, or an existing one by its id.
   * @throws Invalid with a pointer for each fault of the expression, RuleExists, NotFound
   */
  async run<V>(
    actor: UserActor,
    rule: { readonly code: string; readonly group: string } | Id<'rul'>,
    change: RuleChange,
    once: Once,
    view: (saved: RuleRow) => V,
  ): Promise<V> {
    const errors = expressionErrors(change.expression);
    if (errors.length > 0) throw new Invalid(errors);
    const [at, by] = [this.clock.now(), actorRef(actor).id];
    return once.run(this.uow, async (tx) => {
      const ruleId = typeof rule === 'string' ? rule : newId('rul');
      if (typeof rule !== 'string') await this.rules.insertRule(tx, { id: ruleId, ...rule, at, by });
      else if (!(await this.rules.find(tx, ruleId))) throw new NotFound({ what: 'rule' });
      await this.rules.publish(tx, { ...change, ruleId }, at, by);
      const saved = await this.rules.find(tx, ruleId);
      if (!saved) throw new NotFound({ what: 'rule' });
      return view(saved);
    });
  }
}
