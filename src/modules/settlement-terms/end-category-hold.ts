import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { CategoryHoldsRepository } from './category-holds.repository.js';
import type { CategoryHoldView } from './holding-terms.dto.js';
import { categoryHoldView } from './holding-terms.view.js';
import { CategoryHoldEnded } from './settlement-terms.errors.js';

@Injectable()
export class EndCategoryHold {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly holds: CategoryHoldsRepository,
  ) {}

  /** What is bought from now on is held as the tier says. @throws NotFound, CategoryHoldEnded */
  run(actor: UserActor, id: Id<'cth'>, once: Once): Promise<CategoryHoldView> {
    return once.run(this.uow, async (tx) => {
      const ended = await this.holds.end(tx, id, actor.userId, this.clock.now());
      if (ended) return categoryHoldView(ended);
      if (await this.holds.exists(tx, id)) throw new CategoryHoldEnded({});
      throw new NotFound({ what: 'hold of a category' });
    });
  }
}
