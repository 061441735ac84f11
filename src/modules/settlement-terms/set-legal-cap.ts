import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import type { LegalCapView, SetLegalCapDto } from './holding-terms.dto.js';
import { legalCapView } from './holding-terms.view.js';
import { LegalTermsRepository } from './legal-terms.repository.js';

/** Where the law says nothing of reserves. */
const RESERVE_CAP_DAYS = 180;

@Injectable()
export class SetLegalCap {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly terms: LegalTermsRepository,
  ) {}

  /** For what is bought from now on. @throws TermsChangedMeanwhile, Invalid for a reserve that would end before the hold */
  run(actor: UserActor, cap: SetLegalCapDto, once: Once): Promise<LegalCapView> {
    const { reserveCapDays = RESERVE_CAP_DAYS } = cap;
    if (reserveCapDays < cap.capDays) {
      throw new Invalid([{ pointer: '/reserveCapDays', code: 'min', message: 'must not be less than capDays' }]);
    }
    return once.run(this.uow, async (tx) =>
      legalCapView(await this.terms.addCap(tx, { ...cap, reserveCapDays, createdAt: this.clock.now() }, actor.userId)),
    );
  }
}
