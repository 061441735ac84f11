import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { creditAppliedJournal, Ledger } from '../ledger/index.js';
import { CompanyCreditUses } from './company-credit-uses.repository.js';
import { openOf } from './invoice.domain.js';
import { invoiceView } from './invoice.view.js';
import type { InvoiceView } from './invoices.dto.js';
import { InvoicesRepository } from './invoices.repository.js';
import { CreditSmaller, InvoiceSmaller } from './net-terms.errors.js';
import { SettleInvoice } from './settle-invoice.js';

/** What a company got back of what it had paid pays another invoice. */
@Injectable()
export class ApplyCredit {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly uses: CompanyCreditUses,
    private readonly invoices: InvoicesRepository,
    private readonly settle: SettleInvoice,
  ) {}

  /** As much as there is and is open; the floor of the balance decides. @throws NotFound, CreditSmaller, InvoiceSmaller */
  run(actor: UserActor, invoiceId: Id<'inv'>, once: Once): Promise<InvoiceView> {
    return once.run(this.uow, async (tx) => {
      const invoice = await this.invoices.lock(tx, invoiceId);
      if (!invoice) throw new NotFound({ what: 'invoice' });
      if (openOf(invoice) === 0) throw new InvoiceSmaller({});
      const { companyId, currency, orderId, sellerOrderId, sellerId, paymentId } = invoice;
      const credit = await this.ledger.balance(tx, 'buyer_credit', companyId, currency);
      const amount = Math.min(credit, openOf(invoice));
      if (amount === 0) throw new CreditSmaller({});
      const at = this.clock.now();
      const id = newId('crn');
      await this.uses.insert(tx, { id, companyId, currency, amount, invoiceId, by: actor.userId, at });
      const cause = { source: { type: 'credit_use', id }, actor, at };
      const after = await this.settle.run(tx, invoice, { paid: amount }, cause);
      const circumstances = { effectiveAt: at, actor, refs: { orderId, sellerOrderId, sellerId, paymentId } };
      await this.ledger.post(tx, creditAppliedJournal(id, companyId, money(amount, currency), circumstances));
      return invoiceView(after);
    });
  }
}
