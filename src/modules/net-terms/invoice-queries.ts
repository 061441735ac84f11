import { Injectable } from '@nestjs/common';
import { money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, MoneyView, NotFound, parseWireId, type Page, type PageQuery } from '../../platform/http/index.js';
import { Companies } from '../companies/index.js';
import { CreditNotes } from './credit-notes.repository.js';
import { creditNoteView, invoiceView, numberOf } from './invoice.view.js';
import type {
  FinanceInvoiceQuery,
  InvoiceDetailView,
  InvoiceQuery,
  InvoiceReminderView,
  InvoiceView,
} from './invoices.dto.js';
import { InvoicesRepository } from './invoices.repository.js';
import { RemindersRepository, type ReminderRow } from './reminders.repository.js';

@Injectable()
export class InvoiceQueries {
  constructor(
    private readonly companies: Companies,
    private readonly invoices: InvoicesRepository,
    private readonly notes: CreditNotes,
    private readonly reminders: RemindersRepository,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the caller is a member of the company or of finance */
  async ofCompany(actor: Actor, companyId: Id<'cmp'>, query: InvoiceQuery): Promise<Page<InvoiceView>> {
    await this.companies.assertSees(actor, companyId);
    return this.page({ companyId, state: query.state }, query);
  }

  all(query: FinanceInvoiceQuery): Promise<Page<InvoiceView>> {
    const { companyId, state } = query;
    return this.page({ state, companyId: companyId === undefined ? undefined : parseWireId('cmp', companyId) }, query);
  }

  /** With its credit notes and reminders. @throws NotFound unless the caller is a member of its company or of finance */
  async get(actor: Actor, id: Id<'inv'>): Promise<InvoiceDetailView> {
    const row = await this.invoices.find(id);
    if (!row) throw new NotFound({ what: 'invoice' });
    try {
      await this.companies.assertSees(actor, row.companyId);
    } catch (error) {
      throw error instanceof NotFound ? new NotFound({ what: 'invoice' }) : error;
    }
    const [notes, reminders] = await Promise.all([this.notes.ofInvoice(id), this.reminders.ofInvoice(id)]);
    const creditNotes = notes.map((note) => creditNoteView(note, row.currency));
    return { ...invoiceView(row), creditNotes, reminders: reminders.map(reminderView) };
  }

  /** Newest first. */
  async remindersOf({ cursor, limit }: PageQuery): Promise<Page<InvoiceReminderView>> {
    const key = 'net-terms.reminders';
    const rows = await this.reminders.page(this.cursors.read<[string, string, string]>(cursor, key), limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [
      last.remindedAt.toISOString(),
      last.invoiceId,
      last.step,
    ]);
    return { ...page, data: page.data.map(reminderView) };
  }

  private async page(
    of: { companyId?: Id<'cmp'>; state?: string },
    { cursor, limit }: PageQuery,
  ): Promise<Page<InvoiceView>> {
    const key = `net-terms.invoices:${of.companyId ?? ''}:${of.state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.invoices.page(of, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(invoiceView) };
  }
}

const reminderView = (row: ReminderRow): InvoiceReminderView => ({
  invoiceId: toWire('inv', row.invoiceId),
  number: numberOf(row),
  companyId: toWire('cmp', row.companyId),
  step: row.step,
  open: MoneyView.of(money(row.open, row.currency)),
  dueAt: row.dueAt.toISOString(),
  remindedAt: row.remindedAt.toISOString(),
});
