import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { ListingSteps } from './listing-steps.js';
import { ListingView } from './listing-views.dto.js';
import { Shelf } from './shelf.js';

@Injectable()
export class PauseListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly steps: ListingSteps,
    private readonly shelf: Shelf,
  ) {}

  /** Hides a live listing; what was ordered goes on. @throws NotFound, IllegalTransition */
  run(actor: Actor, id: Id<'lst'>, once: Once): Promise<ListingView> {
    return once.run(this.uow, async (tx) => {
      const listing = await this.steps.mine(tx, actor, id);
      await this.steps.take(tx, listing, 'pause', actor);
      await this.shelf.take(tx, id);
      return ListingView.of(await this.steps.viewed(tx, id));
    });
  }
}
