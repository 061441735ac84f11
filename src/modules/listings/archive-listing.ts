import { Injectable } from '@nestjs/common';
import { Clock, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { ListingSteps } from './listing-steps.js';
import { ListingView } from './listing-views.dto.js';
import { ListingsRepository } from './listings.repository.js';
import { Shelf } from './shelf.js';

@Injectable()
export class ArchiveListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly listings: ListingsRepository,
    private readonly steps: ListingSteps,
    private readonly shelf: Shelf,
    private readonly clock: Clock,
  ) {}

  /** Ends a listing for good and frees its SKUs; what was ordered goes on. @throws NotFound, IllegalTransition */
  run(actor: Actor, id: Id<'lst'>, once: Once): Promise<ListingView> {
    return once.run(this.uow, async (tx) => {
      const listing = await this.steps.mine(tx, actor, id);
      await this.steps.take(tx, listing, 'archive', actor);
      await this.steps.cancelRevision(tx, listing, actor, 'the listing is archived');
      const view = ListingView.of(await this.steps.viewed(tx, id));
      await this.listings.retireVariants(tx, id, [], this.clock.now());
      await this.shelf.take(tx, id);
      return view;
    });
  }
}
