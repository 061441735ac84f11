import { Injectable } from '@nestjs/common';
import { Clock, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import type { Once } from '../../platform/http/index.js';
import type { RecordTaxFilingDto, TaxFilingView } from './tax-filings.dto.js';
import { NoTaxPayable, TaxPeriodOpen } from './tax-filings.errors.js';
import { TaxFilings } from './tax-filings.repository.js';
import { taxFilingView } from './tax-filings.view.js';
import { TaxTurnovers } from './tax-turnover.repository.js';

/** The first of two people: what was told to the authority is what the closed books say. */
@Injectable()
export class RecordTaxFiling {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly turnovers: TaxTurnovers,
    private readonly filings: TaxFilings,
  ) {}

  /** @throws TaxPeriodOpen, NoTaxPayable, TaxFiled */
  run(actor: UserActor, { period, currency, reference }: RecordTaxFilingDto, once: Once): Promise<TaxFilingView> {
    return once.run(this.uow, async (tx) => {
      if (!(await this.turnovers.isClosed(tx, period))) throw new TaxPeriodOpen({ period });
      const { collected, returned } = await this.turnovers.of(tx, period, currency);
      if (collected <= returned) throw new NoTaxPayable({ period });
      const filed = { period, currency, collected, returned, amount: collected - returned, reference };
      const recorded = { recordedBy: actor.userId, recordedAt: this.clock.now() };
      return taxFilingView(await this.filings.insert(tx, { id: newId('txf'), ...filed, ...recorded }));
    });
  }
}
