import { Injectable } from '@nestjs/common';
import { Clock, toWire, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { Invalid, NotFound, toMoney, type MoneyDto, type Once } from '../../platform/http/index.js';
import { Companies } from '../companies/index.js';
import { TransferCredit } from '../ledger/index.js';
import { CompanyCreditUses } from './company-credit-uses.repository.js';
import type { CreditPayoutView } from './net-terms.dto.js';
import { CreditSmaller } from './net-terms.errors.js';

/** What a company got back of what it had paid is sent to its bank. */
@Injectable()
export class PayOutCredit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly companies: Companies,
    private readonly transfer: TransferCredit,
    private readonly uses: CompanyCreditUses,
  ) {}

  /** The floor of the balance decides. @throws NotFound, CreditSmaller, Invalid for an amount of nothing */
  run(actor: UserActor, companyId: Id<'cmp'>, asked: MoneyDto, once: Once): Promise<CreditPayoutView> {
    const { amount, currency } = asked;
    if (amount === 0) {
      throw new Invalid([{ pointer: '/amount/amount', code: 'min', message: 'must be more than nothing' }]);
    }
    return once.run(this.uow, async (tx) => {
      if (!(await this.companies.find(tx, companyId))) throw new NotFound({ what: 'company' });
      const at = this.clock.now();
      const id = newId('crn');
      const left = await this.transfer.run(tx, id, companyId, toMoney(asked), { effectiveAt: at, actor });
      if (!left) throw new CreditSmaller({});
      await this.uses.insert(tx, { id, companyId, currency, amount, invoiceId: null, by: actor.userId, at });
      return { companyId: toWire('cmp', companyId), amount: { amount, currency }, left: { ...left } };
    });
  }
}
