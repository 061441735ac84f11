import { Injectable } from '@nestjs/common';
import { Clock, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { CompaniesRepository } from './companies.repository.js';
import { CreditLineClosed } from './companies.errors.js';
import { creditLineView } from './credit-line.view.js';
import type { CreditLineView, GrantCreditDto } from './credit-lines.dto.js';
import { CreditLinesRepository } from './credit-lines.repository.js';

const DEFAULT_ENTITY = 'SOUK';

@Injectable()
export class GrantCredit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly companies: CompaniesRepository,
    private readonly lines: CreditLinesRepository,
  ) {}

  /**
   * Opens a company's line in the currency of the limit, or changes it for orders from now on. A limit below what is
   * used already takes nothing back. @throws NotFound, CreditLineClosed
   */
  run(actor: UserActor, companyId: Id<'cmp'>, asked: GrantCreditDto, once: Once): Promise<CreditLineView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const { limit, termDays, financed: isFinanced = false, legalEntity = DEFAULT_ENTITY, reason } = asked;
      if (!(await this.companies.find(companyId, tx))) throw new NotFound({ what: 'company' });
      const terms = { limit: limit.amount, termDays, isFinanced, legalEntity };
      const line = await this.lines.grant(tx, newId('crl'), companyId, limit.currency, terms, at);
      if (!line) throw new CreditLineClosed({});
      await this.lines.note(tx, line.id, reason, actor, at);
      return creditLineView(line, actor);
    });
  }
}
