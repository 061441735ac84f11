import { Injectable } from '@nestjs/common';
import { Clock, plus, system } from '../../kernel/index.js';
import { moveAll, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { CreditLines } from '../companies/index.js';
import { openOf, REMINDERS } from './invoice.domain.js';
import { invoiceLifecycle } from './invoice.lifecycle.js';
import { factOf } from './invoice.view.js';
import type { InvoiceRow } from './invoices.repository.js';
import { invoiceOverdue, invoiceReminder } from './net-terms.events.js';
import { REMINDER } from './open-invoice.js';
import { RemindersRepository } from './reminders.repository.js';

/** An invoice is open when it is due, and after: the company is reminded, and orders nothing more on account. */
@Injectable()
export class RemindInvoice {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly reminders: RemindersRepository,
    private readonly lines: CreditLines,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** One step at a time, each once; an invoice that was settled meanwhile is left alone. */
  run(invoiceId: string): Promise<void> {
    return this.uow.run(async (tx) => {
      const invoice = await this.reminders.lockInvoice(tx, invoiceId);
      if (!invoice || openOf(invoice) === 0) return;
      const done = await this.reminders.stepsOf(tx, invoiceId);
      const left = REMINDERS.filter(({ step }) => !done.includes(step));
      const [now, next] = left;
      const at = this.clock.now();
      if (!now || plus(invoice.dueAt, now.after) > at) return;
      if (now.step === 'due') await this.fallDue(tx, invoice, at);
      await this.reminders.note(tx, invoiceId, now.step, openOf(invoice), at);
      if (next) await this.deadlines.set(tx, REMINDER, invoiceId, plus(invoice.dueAt, next.after));
      const payload = { ...factOf(invoice), step: now.step };
      await this.outbox.publish(tx, invoiceReminder, { subjectId: invoiceId, payload });
    });
  }

  private async fallDue(tx: Tx, invoice: InvoiceRow, at: Date): Promise<void> {
    const move = { action: 'fall_due', actor: system(REMINDER), at, reason: 'not_paid_in_time' } as const;
    await moveAll(tx, invoiceLifecycle, [invoice.id], move);
    await this.lines.suspendForOverdue(tx, invoice.companyId, invoice.currency);
    await this.outbox.publish(tx, invoiceOverdue, { subjectId: invoice.id, payload: factOf(invoice) });
  }
}
