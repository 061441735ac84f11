import { Injectable } from '@nestjs/common';
import { Clock, money, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Invalid, type Once } from '../../platform/http/index.js';
import { invoicePaidJournal, Ledger, receiptUnknownJournal, valueInstant, type Journal } from '../ledger/index.js';
import { ApplyToInvoice } from './apply-to-invoice.js';
import { invoicesNamed, openOf, RECEIVING_ACCOUNT } from './invoice.domain.js';
import { InvoicesRepository, type InvoiceRow } from './invoices.repository.js';
import { leftOf, receiptView } from './receipt.view.js';
import type { BankReceiptDto, BankReceiptView } from './receipts.dto.js';
import { ReceiptsRepository, type ReceiptRow } from './receipts.repository.js';

const DAY_MS = 86_400_000;

/** A transfer has reached the bank account: it pays the invoices that it names (P8), the rest waits (X1). */
@Injectable()
export class RecordBankReceipt {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly receipts: ReceiptsRepository,
    private readonly invoices: InvoicesRepository,
    private readonly apply: ApplyToInvoice,
  ) {}

  /** @throws BankLineKnown, Invalid for an amount of nothing or a value date to come */
  run(actor: UserActor, told: BankReceiptDto, once: Once): Promise<BankReceiptView> {
    if (told.amount.amount === 0) {
      throw new Invalid([{ pointer: '/amount/amount', code: 'min', message: 'must be more than nothing' }]);
    }
    // Somewhere the next day has begun.
    if (Date.parse(told.valueOn) > this.clock.now().getTime() + DAY_MS) {
      throw new Invalid([{ pointer: '/valueOn', code: 'future', message: 'must not lie in the future' }]);
    }
    return once.run(this.uow, (tx) => this.record(tx, actor, told));
  }

  /** The same in the caller's transaction, of an amount above nothing. @throws BankLineKnown */
  async record(tx: Tx, actor: UserActor, told: BankReceiptDto): Promise<BankReceiptView> {
    const { amount, valueOn, remittance, externalLineId } = told;
    const at = this.clock.now();
    const said = { ...amount, valueOn, remittance, externalLineId };
    const row = { id: newId('brc'), ...said, recordedBy: actor.userId, recordedAt: at };
    const receipt = await this.receipts.insert(tx, row);
    const { journals, left } = await this.place(tx, receipt, actor, at);
    const rest = leftOf(left);
    if (rest > 0) {
      const unknown = money(rest, receipt.currency);
      const effectiveAt = valueInstant(valueOn, at);
      journals.push(receiptUnknownJournal(receipt.id, RECEIVING_ACCOUNT, unknown, { effectiveAt, actor }));
    }
    await this.ledger.postAll(tx, journals);
    return receiptView(left, await this.receipts.applicationsOf([receipt.id], tx));
  }

  private async place(
    tx: Tx,
    receipt: ReceiptRow,
    actor: UserActor,
    at: Date,
  ): Promise<{ journals: Journal[]; left: ReceiptRow }> {
    const journals: Journal[] = [];
    const counts = valueInstant(receipt.valueOn, at);
    let left = receipt;
    for (const invoice of await this.named(tx, receipt)) {
      const amount = Math.min(leftOf(left), openOf(invoice));
      if (amount === 0) continue;
      ({ receipt: left } = await this.apply.run(tx, { receipt, invoice, amount, actor, at }));
      const { id: invoiceId, companyId, orderId, sellerOrderId, sellerId, paymentId } = invoice;
      const refs = { orderId, sellerOrderId, sellerId, paymentId };
      const paid = money(amount, receipt.currency);
      const effectiveAt = counts > invoice.issuedAt ? counts : invoice.issuedAt;
      journals.push(invoicePaidJournal(receipt.id, companyId, paid, { effectiveAt, actor, refs }, invoiceId));
    }
    return { journals, left };
  }

  /** Locked by their numbers, in the order of the text. */
  private async named(tx: Tx, { remittance, currency }: ReceiptRow): Promise<InvoiceRow[]> {
    const names = invoicesNamed(remittance);
    const found = new Map<string, InvoiceRow>();
    for (const name of names.toSorted((a, b) => a.number - b.number)) {
      const invoice = await this.invoices.lockNamed(tx, name);
      if (invoice?.currency === currency) found.set(keyOf(name), invoice);
    }
    return names.flatMap((name) => found.get(keyOf(name)) ?? []);
  }
}

const keyOf = ({ legalEntity, number }: { legalEntity: string; number: number }): string => `${legalEntity} ${number}`;
