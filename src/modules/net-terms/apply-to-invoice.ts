import { Injectable } from '@nestjs/common';
import type { Actor, UserActor } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import type { InvoiceRow } from './invoices.repository.js';
import { ReceiptsRepository, type ReceiptRow } from './receipts.repository.js';
import { SettleInvoice } from './settle-invoice.js';

export interface Application {
  readonly receipt: ReceiptRow;
  readonly invoice: InvoiceRow;
  /** Minor units: at most what is left of the one and open of the other. */
  readonly amount: number;
  readonly actor: UserActor;
  readonly at: Date;
}

/** A part of a receipt pays an invoice; both are locked. */
@Injectable()
export class ApplyToInvoice {
  constructor(
    private readonly receipts: ReceiptsRepository,
    private readonly settle: SettleInvoice,
  ) {}

  /** The journal is the caller's. */
  async run(
    tx: Tx,
    { receipt, invoice, amount, actor, at }: Application,
  ): Promise<{ id: string; receipt: ReceiptRow }> {
    const id = newId('brc');
    const row = { id, receiptId: receipt.id, invoiceId: invoice.id, amount, appliedAt: at };
    const after = await this.receipts.apply(tx, row, actor.userId);
    const cause = { source: { type: 'receipt_application', id }, actor: actor as Actor, at };
    await this.settle.run(tx, invoice, { paid: amount }, cause);
    return { id, receipt: after };
  }
}
