import type { Readable } from 'node:stream';
import { grouped, PdfDocument, type Column } from '../../platform/documents/index.js';
import type { FeeItem } from './fee-items.domain.js';
import type { InvoiceRow } from './fee-invoices.repository.js';
import { numberOf, percent } from './invoice-csv.js';
import { letterHeadOf, type Party } from './parties.js';

const TITLES = { invoice: 'Fee invoice', credit_note: 'Fee credit note' } as const;
const WHY = {
  invoice: 'Fees of the marketplace, taken out of the balance when they arose. Nothing is left to be paid.',
  credit_note: 'Fees of the marketplace that were given back with refunds, by what the refunds took of the balance.',
} as const;

const right = (title: string, width: number): Column => ({ title, width, align: 'right' });

const ITEMS = [
  { title: 'Fee', width: 155 },
  right('Rate', 60),
  right('Tax rate', 60),
  ...['Net', 'Tax', 'Gross'].map((title) => right(title, 72)),
];

/** An invoice, or a credit note, as people read it. */
export async function invoicePdf(row: InvoiceRow, party: Party, items: readonly FeeItem[]): Promise<Readable> {
  const number = numberOf(row);
  const { currency, period, issuedAt, kind } = row;
  const pdf = await PdfDocument.open(
    `${TITLES[kind]} ${number}`,
    `${TITLES[kind]} ${number} · ${party.sellerId}`,
    issuedAt,
  );
  pdf.title(TITLES[kind], number);
  pdf.parties(letterHeadOf(party), [
    ['Period', period],
    ['Currency', currency],
    ['Issued', `${issuedAt.toISOString().slice(0, 10)} (UTC)`],
    ['Total', grouped(row.gross, currency)],
  ]);
  pdf.note(WHY[kind]);
  pdf.heading('Fees');
  const amounts = (net: number, tax: number): string[] => [net, tax, net + tax].map((each) => grouped(each, currency));
  const rows = items.map((item) => [
    wordsOf(item.component),
    rateOf(item.bps),
    rateOf(item.taxBps),
    ...amounts(item.net, item.tax),
  ]);
  await pdf.table(ITEMS, [...rows, ['Total', '', '', ...amounts(row.net, row.tax)]], { isSummed: true });
  pdf.seal('SHA-256 of this document as CSV', row.hash.toString('hex'));
  const previous = row.previousHash.toString('hex');
  pdf.seal('SHA-256 of the document before it', previous || 'none: this is the first of the year');
  return pdf.end();
}

const rateOf = (bps: number | null): string => (bps === null ? '–' : `${percent(bps)} %`);

/** `Payment fee` */
const wordsOf = (component: string): string =>
  component.charAt(0).toUpperCase() + component.slice(1).replaceAll('_', ' ');
