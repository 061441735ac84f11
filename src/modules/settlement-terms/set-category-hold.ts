import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, parseWireId, type Once } from '../../platform/http/index.js';
import { CategoryHoldsRepository } from './category-holds.repository.js';
import type { CategoryHoldView, SetCategoryHoldDto } from './holding-terms.dto.js';
import { categoryHoldView } from './holding-terms.view.js';

@Injectable()
export class SetCategoryHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly holds: CategoryHoldsRepository,
  ) {}

  /** For what is bought from now on, in place of what the category had. @throws Invalid, TermsChangedMeanwhile */
  run(actor: UserActor, wanted: SetCategoryHoldDto, once: Once): Promise<CategoryHoldView> {
    return once.run(this.uow, async (tx) => {
      const { kind, holdDays, extraReserveBps = 0, reserveDays = 0, maxTransitDays = null } = wanted;
      const categoryId = parseWireId('cat', wanted.categoryId);
      if (!(await this.holds.isKnown(tx, categoryId))) {
        throw new Invalid([
          { pointer: '/categoryId', code: 'unknown', message: 'must be the identifier of a category' },
        ]);
      }
      const terms = { kind, holdDays, extraReserveBps, reserveDays, maxTransitDays };
      const hold = { id: newId('cth'), categoryId, ...terms, createdAt: this.clock.now() };
      return categoryHoldView(await this.holds.replace(tx, hold, actor.userId));
    });
  }
}
