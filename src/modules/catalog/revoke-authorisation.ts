import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { BrandAuthorisationView } from './brands.dto.js';
import { BrandsRepository } from './brands.repository.js';

@Injectable()
export class RevokeAuthorisation {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly brands: BrandsRepository,
    private readonly clock: Clock,
  ) {}

  /** Listings that are live stay; their next version is screened without the authorisation. @throws NotFound */
  run(actor: Actor, brandId: Id<'brd'>, sellerId: Id<'sel'>, once: Once): Promise<BrandAuthorisationView> {
    return once.run(this.uow, async (tx) => {
      const row = await this.brands.revoke(tx, brandId, sellerId, actorRef(actor).id, this.clock.now());
      if (!row) throw new NotFound({ what: 'authorisation' });
      return BrandAuthorisationView.of(row);
    });
  }
}
