import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';
import type { ReminderStep } from './invoice.domain.js';

/** Minor units. */
export interface InvoiceFact {
  readonly invoiceId: Id<'inv'>;
  /** `INV-SOUK-00000042` */
  readonly number: string;
  readonly companyId: Id<'cmp'>;
  readonly orderId: Id<'ord'>;
  readonly sellerOrderId: Id<'sor'>;
  readonly currency: string;
  readonly total: number;
  readonly open: number;
  /** RFC 3339. */
  readonly dueAt: string;
}

export const invoiceIssued = defineEvent<InvoiceFact>('invoice.issued', 1);
/** Paid, credited or written off: nothing of it is open. */
export const invoiceSettled = defineEvent<InvoiceFact & { readonly state: string }>('invoice.settled', 1);
/** It was not paid when it was due; the company's line is suspended. */
export const invoiceOverdue = defineEvent<InvoiceFact>('invoice.overdue', 1);
/** The company is to be reminded. */
export const invoiceReminder = defineEvent<InvoiceFact & { readonly step: ReminderStep }>('invoice.reminder', 1);

const FEED = 'a fact for whoever writes to the company; no module acts on it';
declareUnhandled(invoiceIssued, FEED);
declareUnhandled(invoiceSettled, FEED);
declareUnhandled(invoiceOverdue, FEED);
declareUnhandled(invoiceReminder, FEED);
