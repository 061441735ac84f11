import { Injectable } from '@nestjs/common';
import { system, toWire } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { Settlement } from '../settlement/index.js';
import { factOf } from './invoice.view.js';
import { InvoicesRepository, type InvoiceRow, type NewInvoice } from './invoices.repository.js';
import { invoiceIssued } from './net-terms.events.js';

export const REMINDER = 'net-terms.reminder';

/** What stops a seller's earning until the invoice of it is settled. */
export const blockOf = ({ id, sellerOrderId }: Pick<InvoiceRow, 'id' | 'sellerOrderId'>) => ({
  sellerOrderId,
  source: { type: 'account_invoice', id, objectId: toWire('inv', id) },
  reason: 'invoice_unpaid',
  actor: system('net-terms'),
});

/** Numbers an invoice, waits for its due date, and has its seller wait for the money unless the platform advances it. */
@Injectable()
export class OpenInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly settlement: Settlement,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  earlier(tx: Tx, sellerOrderId: string): Promise<InvoiceRow | undefined> {
    return this.invoices.ofSellerOrder(tx, sellerOrderId);
  }

  async run(tx: Tx, invoice: NewInvoice): Promise<InvoiceRow> {
    const row = await this.invoices.issue(tx, invoice);
    if (!row.isFinanced) await this.settlement.freeze(tx, blockOf(row));
    await this.deadlines.set(tx, REMINDER, row.id, row.dueAt);
    await this.outbox.publish(tx, invoiceIssued, { subjectId: row.id, payload: factOf(row) });
    return row;
  }
}
