import { Injectable } from '@nestjs/common';
import { Clock, money, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, parseWireId, type Once } from '../../platform/http/index.js';
import { Ledger, receiptAppliedJournal } from '../ledger/index.js';
import { ApplyToInvoice } from './apply-to-invoice.js';
import { openOf, RECEIVING_ACCOUNT } from './invoice.domain.js';
import { InvoicesRepository } from './invoices.repository.js';
import { CurrencyDiffers, InvoiceSmaller, ReceiptSmaller } from './net-terms.errors.js';
import { leftOf, receiptView } from './receipt.view.js';
import type { ApplyReceiptDto, BankReceiptView } from './receipts.dto.js';
import { ReceiptsRepository } from './receipts.repository.js';

/** Finance has found out which invoice a receipt is for. */
@Injectable()
export class ApplyReceipt {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly receipts: ReceiptsRepository,
    private readonly invoices: InvoicesRepository,
    private readonly apply: ApplyToInvoice,
  ) {}

  /** @throws NotFound, CurrencyDiffers, ReceiptSmaller, InvoiceSmaller */
  run(actor: UserActor, id: Id<'brc'>, asked: ApplyReceiptDto, once: Once): Promise<BankReceiptView> {
    return once.run(this.uow, async (tx) => {
      const receipt = await this.receipts.lock(tx, id);
      if (!receipt) throw new NotFound({ what: 'receipt' });
      const invoice = await this.invoices.lock(tx, parseWireId('inv', asked.invoiceId));
      if (!invoice) throw new NotFound({ what: 'invoice' });
      const { currency } = receipt;
      if (invoice.currency !== currency || (asked.amount && asked.amount.currency !== currency)) {
        throw new CurrencyDiffers({});
      }
      const most = Math.min(leftOf(receipt), openOf(invoice));
      const amount = asked.amount?.amount ?? most;
      if (leftOf(receipt) < amount || leftOf(receipt) === 0) throw new ReceiptSmaller({});
      if (openOf(invoice) < amount || amount === 0) throw new InvoiceSmaller({});
      const at = this.clock.now();
      const applied = await this.apply.run(tx, { receipt, invoice, amount, actor, at });
      const { companyId, orderId, sellerOrderId, sellerId, paymentId } = invoice;
      const refs = { orderId, sellerOrderId, sellerId, paymentId };
      const circumstances = { effectiveAt: at, actor, refs };
      const paid = money(amount, currency);
      await this.ledger.post(tx, receiptAppliedJournal(applied.id, RECEIVING_ACCOUNT, companyId, paid, circumstances));
      return receiptView(applied.receipt, await this.receipts.applicationsOf([id], tx));
    });
  }
}
