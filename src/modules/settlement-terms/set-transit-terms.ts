import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import type { SetTransitTermsDto, TransitTermsView } from './holding-terms.dto.js';
import { transitTermsView } from './holding-terms.view.js';
import { LegalTermsRepository } from './legal-terms.repository.js';

@Injectable()
export class SetTransitTerms {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly terms: LegalTermsRepository,
  ) {}

  /** For what is bought from now on. @throws TermsChangedMeanwhile */
  run(actor: UserActor, terms: SetTransitTermsDto, once: Once): Promise<TransitTermsView> {
    return once.run(this.uow, async (tx) =>
      transitTermsView(await this.terms.addTransit(tx, { ...terms, createdAt: this.clock.now() }, actor.userId)),
    );
  }
}
