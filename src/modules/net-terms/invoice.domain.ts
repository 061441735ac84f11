import type { InvoiceState } from './invoice.lifecycle.js';

/** Minor units of one currency. */
export interface InvoiceAmounts {
  readonly total: number;
  readonly paid: number;
  /** By credit notes, of what was not paid. */
  readonly reduced: number;
  readonly writtenOff: number;
  /** By credit notes, of what was paid. */
  readonly givenBack: number;
  /** By credit notes, of what was written off. */
  readonly recovered: number;
}

/** What changes of an invoice; minor units. */
export type InvoiceChange = Partial<Omit<InvoiceAmounts, 'total'>>;

export const openOf = ({ total, paid, reduced, writtenOff }: InvoiceAmounts): number =>
  total - paid - reduced - writtenOff;

/** A refund takes what is open first, then what was paid and not given back, then what was given up. */
export function splitRefund(
  invoice: InvoiceAmounts,
  amount: number,
): Required<Pick<InvoiceChange, 'reduced' | 'givenBack' | 'recovered'>> {
  const reduced = Math.min(amount, openOf(invoice));
  const givenBack = Math.min(amount - reduced, invoice.paid - invoice.givenBack);
  return { reduced, givenBack, recovered: amount - reduced - givenBack };
}

export type InvoiceAction = 'pay_part' | 'pay' | 'credit' | 'write_off';

/** How an invoice moves on after its amounts have changed; `undefined` where it stays. */
export function actionAfter(state: InvoiceState, after: InvoiceAmounts): InvoiceAction | undefined {
  if (after.reduced + after.givenBack + after.recovered === after.total) {
    return state === 'written_off' || state === 'credited' ? undefined : 'credit';
  }
  if (['paid', 'credited', 'written_off'].includes(state)) return undefined;
  if (openOf(after) === 0) return after.writtenOff > 0 ? 'write_off' : 'pay';
  return state === 'issued' && after.paid > 0 ? 'pay_part' : undefined;
}

/** When a company is reminded of an invoice, after it is due. */
export const REMINDERS = [
  { step: 'due', after: 'P0D' },
  { step: 'after_7_days', after: 'P7D' },
  { step: 'after_14_days', after: 'P14D' },
  { step: 'after_30_days', after: 'P30D' },
] as const;
export const REMINDER_STEPS = REMINDERS.map(({ step }) => step);
export type ReminderStep = (typeof REMINDERS)[number]['step'];

const DIGITS = 8;

export type DocumentKind = 'INV' | 'CRN';

/** `INV-SOUK-00000042` */
export const labelOf = (kind: DocumentKind, legalEntity: string, number: number): string =>
  `${kind}-${legalEntity}-${String(number).padStart(DIGITS, '0')}`;

const LABEL = /INV-([A-Z0-9]{2,12})-(\d{8,12})/g;

/** The invoices that a remittance text names, in its order and each once. Banks change case and break lines. */
export function invoicesNamed(remittance: string): { legalEntity: string; number: number }[] {
  const text = remittance.toUpperCase().replace(/\s+/g, '');
  const named = new Map(
    [...text.matchAll(LABEL)].map(([label, entity = '', number = '']) => [label, { entity, number }]),
  );
  return [...named.values()].map(({ entity, number }) => ({ legalEntity: entity, number: Number(number) }));
}

/** The bank account that companies pay to; its unplaced receipts are booked under this name. */
export const RECEIVING_ACCOUNT = '00000000-0000-7000-8000-000000704001';
