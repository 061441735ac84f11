import { Injectable } from '@nestjs/common';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';
import type { ReminderStep } from './invoice.domain.js';
import { InvoicesRepository, type InvoiceRow } from './invoices.repository.js';

export interface ReminderRow {
  readonly invoiceId: string;
  readonly legalEntity: string;
  readonly number: number;
  readonly companyId: string;
  readonly currency: string;
  readonly step: ReminderStep;
  readonly open: number;
  readonly dueAt: Date;
  readonly remindedAt: Date;
}

const steps = statement<[invoiceId: string], { step: ReminderStep }>(
  'net-terms.reminder-steps',
  'select step from invoice_reminders where invoice_id = $1',
);

const note = statement<[invoiceId: string, step: ReminderStep, open: number, at: Date], never>(
  'net-terms.note-reminder',
  'insert into invoice_reminders (invoice_id, step, open_amount, reminded_at) values ($1, $2, $3, $4)',
);

const ROW = `r.invoice_id as "invoiceId", i.legal_entity as "legalEntity", i.number, i.company_id as "companyId", i.currency,
  r.step, r.open_amount as "open", i.due_at as "dueAt", r.reminded_at as "remindedAt"
  from invoice_reminders r join account_invoices i on i.id = r.invoice_id`;

const ofInvoice = statement<[invoiceId: string], ReminderRow>(
  'net-terms.reminders-of',
  `select ${ROW} where r.invoice_id = $1 order by r.reminded_at, r.step`,
);

const page = statement<[at: string | null, id: string | null, step: string | null, limit: number], ReminderRow>(
  'net-terms.page-of-reminders',
  `select ${ROW}
    where $1::timestamptz is null or (r.reminded_at, r.invoice_id, r.step) < ($1::timestamptz, $2::uuid, $3)
    order by r.reminded_at desc, r.invoice_id desc, r.step desc limit $4`,
);

@Injectable()
export class RemindersRepository {
  constructor(
    private readonly db: Db,
    private readonly invoices: InvoicesRepository,
  ) {}

  lockInvoice = (tx: Tx, id: string): Promise<InvoiceRow | undefined> => this.invoices.lock(tx, id);

  async stepsOf(tx: Tx, invoiceId: string): Promise<ReminderStep[]> {
    return (await query(tx, steps, [invoiceId])).map(({ step }) => step);
  }

  async note(tx: Tx, invoiceId: string, step: ReminderStep, open: number, at: Date): Promise<void> {
    await query(tx, note, [invoiceId, step, open, at]);
  }

  ofInvoice = (invoiceId: string): Promise<ReminderRow[]> => this.db.query(ofInvoice, [invoiceId]);

  /** Newest first. */
  page(after: readonly [string, string, string] | undefined, limit: number): Promise<ReminderRow[]> {
    return this.db.query(page, [after?.[0] ?? null, after?.[1] ?? null, after?.[2] ?? null, limit]);
  }
}
