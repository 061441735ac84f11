import { toWire } from '../../kernel/index.js';
import { csvRecord, decimal } from '../../platform/documents/index.js';
import type { FeeItem } from './fee-items.domain.js';
import type { InvoiceRow } from './fee-invoices.repository.js';

const PREFIXES = { invoice: 'INV', credit_note: 'CRN' } as const;
const DIGITS = 6;

/** `INV-2026-000001`, `CRN-2026-000001` */
export const numberOf = ({ kind, year, number }: Pick<InvoiceRow, 'kind' | 'year' | 'number'>): string =>
  `${PREFIXES[kind]}-${year}-${String(number).padStart(DIGITS, '0')}`;

/** `10.00`: basis points as per cent. */
export const percent = (bps: number | null): string => (bps === null ? '' : (bps / 100).toFixed(2));

const FIELDS = ['record', 'component', 'rate', 'taxRate', 'net', 'tax', 'gross', 'currency', 'at', 'reference'];

/**
 * An invoice as CSV: which, for whom, the hash of the one before, an item for each kind and rate, the total. Amounts are
 * decimals of the currency, rates are per cent. Its SHA-256 is the invoice's hash.
 */
export function invoiceCsv(row: Omit<InvoiceRow, 'hash'>, items: readonly FeeItem[]): string {
  const { kind, sellerId, currency, period, net, tax, gross, previousHash, issuedAt } = row;
  const amounts = (a: number, b: number) => [decimal(a, currency), decimal(b, currency), decimal(a + b, currency)];
  const empty = ['', '', '', '', '', ''];
  const records = [
    FIELDS,
    [kind, ...empty, currency, issuedAt.toISOString(), numberOf(row)],
    ['seller', ...empty, '', '', toWire('sel', sellerId)],
    ['period', ...empty, '', '', period],
    ['previous', ...empty, '', '', previousHash.toString('hex')],
    ...items.map((item) => [
      ...['item', item.component, percent(item.bps), percent(item.taxBps)],
      ...[...amounts(item.net, item.tax), currency, '', ''],
    ]),
    ['total', '', '', '', decimal(net, currency), decimal(tax, currency), decimal(gross, currency), currency, '', ''],
  ];
  return records.map(csvRecord).join('');
}
