import { Injectable } from '@nestjs/common';
import type { Actor, Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import { Sellers } from '../sellers/index.js';
import { ListingSteps } from './listing-steps.js';
import { ListingView } from './listing-views.dto.js';
import { Shelf } from './shelf.js';

@Injectable()
export class ResumeListing {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly sellers: Sellers,
    private readonly steps: ListingSteps,
    private readonly shelf: Shelf,
  ) {}

  /** Shows a paused listing again, as it was screened. @throws NotFound, SellerMayNotList, IllegalTransition */
  run(actor: Actor, id: Id<'lst'>, once: Once): Promise<ListingView> {
    return once.run(this.uow, async (tx) => {
      const listing = await this.steps.mine(tx, actor, id);
      await this.sellers.assertMayList(tx, listing.sellerId);
      await this.steps.take(tx, listing, 'resume', actor);
      await this.shelf.put(tx, listing);
      return ListingView.of(await this.steps.viewed(tx, id));
    });
  }
}
