import { Injectable } from '@nestjs/common';
import type { UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import { TermsDesk } from '../../platform/terms/index.js';
import type { PayoutCountryView, ProposePayoutCountryDto } from './payout-countries.dto.js';
import { PAYOUT_COUNTRIES } from './payout-countries.js';
import { PayoutCutoffs } from './payout-cutoffs.repository.js';

@Injectable()
export class ProposePayoutCountry {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly cutoffs: PayoutCutoffs,
    private readonly desk: TermsDesk,
  ) {}

  /** A zone that is looked at and has no country pays nobody, so that it may come before. @throws Invalid, TermsProposed */
  async run(actor: UserActor, wanted: ProposePayoutCountryDto, once: Once): Promise<PayoutCountryView> {
    if (!(await this.uow.run((tx) => this.cutoffs.lookAt(tx, wanted.timeZone))))
      throw new Invalid([{ pointer: '/timeZone', code: 'unknown', message: 'is no time zone' }]);
    return this.desk.propose(PAYOUT_COUNTRIES, actor, wanted, once);
  }
}
