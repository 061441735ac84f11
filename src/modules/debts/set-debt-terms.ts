import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import { DebtTerms } from './debt-terms.repository.js';
import type { DebtTermsView, SetDebtTermsDto } from './debt-terms.dto.js';
import { debtTermsView } from './debts.view.js';

@Injectable()
export class SetDebtTerms {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly terms: DebtTerms,
  ) {}

  /** From `effectiveFrom` on, in place of every version before. @throws Invalid, DebtTermsChangedMeanwhile */
  run(actor: UserActor, wanted: SetDebtTermsDto, once: Once): Promise<DebtTermsView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const effectiveFrom = wanted.effectiveFrom === undefined ? at : new Date(wanted.effectiveFrom);
      if (effectiveFrom < at) {
        throw new Invalid([{ pointer: '/effectiveFrom', code: 'past', message: 'must not lie in the past' }]);
      }
      return debtTermsView(await this.terms.add(tx, wanted.writeOffAfterDays, effectiveFrom, actor.userId, at));
    });
  }
}
