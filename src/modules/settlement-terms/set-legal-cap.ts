import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import type { LegalCapView, SetLegalCapDto } from './holding-terms.dto.js';
import { legalCapView } from './holding-terms.view.js';
import { LegalTermsRepository } from './legal-terms.repository.js';

@Injectable()
export class SetLegalCap {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly terms: LegalTermsRepository,
  ) {}

  /** For what is bought from now on. @throws TermsChangedMeanwhile */
  run(actor: UserActor, cap: SetLegalCapDto, once: Once): Promise<LegalCapView> {
    return once.run(this.uow, async (tx) =>
      legalCapView(await this.terms.addCap(tx, { ...cap, createdAt: this.clock.now() }, actor.userId)),
    );
  }
}
