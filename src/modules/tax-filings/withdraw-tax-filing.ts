import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { taxFilingLifecycle } from './tax-filing.lifecycle.js';
import type { TaxFilingView, WithdrawTaxFilingDto } from './tax-filings.dto.js';
import { TaxFilings } from './tax-filings.repository.js';
import { taxFilingView } from './tax-filings.view.js';

@Injectable()
export class WithdrawTaxFiling {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly filings: TaxFilings,
  ) {}

  /** Its period may be filed again. @throws NotFound, IllegalTransition once it was paid or withdrawn */
  run(actor: UserActor, id: Id<'txf'>, { reason }: WithdrawTaxFilingDto, once: Once): Promise<TaxFilingView> {
    return once.run(this.uow, async (tx) => {
      const row = await this.filings.find(tx, id);
      if (!row) throw new NotFound({ what: 'tax filing' });
      const at = this.clock.now();
      const { to: state } = await moveOne(tx, taxFilingLifecycle, id, { action: 'withdraw', actor, at, reason });
      return taxFilingView({ ...row, state });
    });
  }
}
