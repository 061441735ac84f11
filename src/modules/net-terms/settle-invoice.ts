import { Injectable } from '@nestjs/common';
import type { Actor } from '../../kernel/index.js';
import { moveAll, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { CreditLines } from '../companies/index.js';
import { Settlement } from '../settlement/index.js';
import { actionAfter, openOf, type InvoiceChange } from './invoice.domain.js';
import { invoiceLifecycle } from './invoice.lifecycle.js';
import { factOf } from './invoice.view.js';
import { InvoicesRepository, type InvoiceRow } from './invoices.repository.js';
import { invoiceSettled } from './net-terms.events.js';
import { blockOf, REMINDER } from './open-invoice.js';

export interface SettlingCause {
  /** It frees the company's credit once. */
  readonly source: { readonly type: string; readonly id: string };
  readonly actor: Actor;
  readonly at: Date;
}

/** Counts on a locked invoice what was paid, refunded or given up of it, and does what follows from that. */
@Injectable()
export class SettleInvoice {
  constructor(
    private readonly invoices: InvoicesRepository,
    private readonly lines: CreditLines,
    private readonly settlement: Settlement,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** The journal is the caller's. */
  async run(tx: Tx, invoice: InvoiceRow, change: InvoiceChange, cause: SettlingCause): Promise<InvoiceRow> {
    const { source, actor, at } = cause;
    const counted = await this.invoices.change(tx, invoice.id, change);
    const freed = openOf(invoice) - openOf(counted);
    if (freed > 0) await this.lines.free(tx, { paymentId: invoice.paymentId, amount: freed, source, at });
    const action = actionAfter(invoice.state, counted);
    if (action === undefined) return counted;
    const [moved] = await moveAll(tx, invoiceLifecycle, [invoice.id], { action, actor, at, reason: source.type });
    const after = { ...counted, state: moved?.to ?? counted.state, version: counted.version + 1 };
    if (openOf(invoice) > 0 && openOf(after) === 0) await this.end(tx, after);
    return after;
  }

  /** Nothing is open any more: the seller is paid as usual, and the company may order again. */
  private async end(tx: Tx, invoice: InvoiceRow): Promise<void> {
    const { id, companyId, currency, state } = invoice;
    await this.deadlines.cancel(tx, REMINDER, id);
    if (!(await this.invoices.hasOverdue(tx, companyId, currency))) {
      await this.lines.reinstateAfterOverdue(tx, companyId, currency);
    }
    if (!invoice.isFinanced) await this.settlement.unfreeze(tx, blockOf(invoice));
    await this.outbox.publish(tx, invoiceSettled, { subjectId: id, payload: { ...factOf(invoice), state } });
  }
}
