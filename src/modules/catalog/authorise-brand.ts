import { Injectable } from '@nestjs/common';
import { actorRef, Clock, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, parseWireId, type Once } from '../../platform/http/index.js';
import { BrandAuthorisationView, type AuthoriseBrandDto } from './brands.dto.js';
import { BrandsRepository } from './brands.repository.js';

@Injectable()
export class AuthoriseBrand {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly brands: BrandsRepository,
    private readonly clock: Clock,
  ) {}

  /** @throws NotFound, AlreadyAuthorised */
  run(actor: Actor, brandId: Id<'brd'>, input: AuthoriseBrandDto, once: Once): Promise<BrandAuthorisationView> {
    return once.run(this.uow, async (tx) => {
      if (!(await this.brands.findIn(tx, brandId))) throw new NotFound({ what: 'brand' });
      const grant = {
        brandId,
        sellerId: parseWireId('sel', input.sellerId),
        evidence: input.evidence,
        validUntil: input.validUntil ? new Date(input.validUntil) : null,
        by: actorRef(actor).id,
        at: this.clock.now(),
      };
      return BrandAuthorisationView.of(await this.brands.authorise(tx, grant));
    });
  }
}
