import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { IllegalTransition, moveOne, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Ledger, revenueSweptJournal, taxRemittedJournal } from '../ledger/index.js';
import { taxFilingLifecycle } from './tax-filing.lifecycle.js';
import type { PayTaxDto, TaxFilingView } from './tax-filings.dto.js';
import { refusing, TaxFilings } from './tax-filings.repository.js';
import { taxFilingView } from './tax-filings.view.js';
import { TaxTurnovers } from './tax-turnover.repository.js';

/**
 * The second of two people pays a filing (X4). Tax is client money until then: what leaves the operating account was
 * swept to it from the clients' account, in the same transaction.
 */
@Injectable()
export class PayTax {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly turnovers: TaxTurnovers,
    private readonly filings: TaxFilings,
  ) {}

  /** @throws NotFound, IllegalTransition, TaxSecondPersonNeeded, TaxTransferKnown, TaxExceedsPayable */
  run(actor: UserActor, id: Id<'txf'>, { bankReference }: PayTaxDto, once: Once): Promise<TaxFilingView> {
    return once.run(this.uow, async (tx) => {
      const at = this.clock.now();
      const paid = await this.filings.pay(tx, id, actor.userId, at, bankReference);
      if (!paid) {
        if (!(await this.filings.exists(tx, id))) throw new NotFound({ what: 'tax filing' });
        throw new IllegalTransition({ subject: 'tax_filing', action: 'pay' });
      }
      const { to: state } = await moveOne(tx, taxFilingLifecycle, id, { action: 'pay', actor, at });
      await refusing(() => this.turnovers.remit(tx, paid.currency, paid.amount));
      const amount = money(paid.amount, paid.currency);
      const circumstances = { effectiveAt: at, actor };
      await this.ledger.postAll(tx, [
        revenueSweptJournal(id, amount, circumstances),
        taxRemittedJournal(id, amount, circumstances),
      ]);
      return taxFilingView({ ...paid, state });
    });
  }
}
