import type { DateOrder, DecimalSign } from './amount-text.domain.js';
import type { LineKind } from './statement-line.domain.js';

/** `date` is in every line; `booked` and `value` are that day where the file has another column for it. */
export type CsvField =
  | 'id'
  | 'type'
  | 'date'
  | 'booked'
  | 'value'
  | 'amount'
  | 'fee'
  | 'net'
  | 'currency'
  | 'reference'
  | 'payment'
  | 'own'
  | 'text';

/** How a file of values is to be read: what its columns are called and how its values are written. */
export interface CsvProfile {
  readonly of: 'provider' | 'bank';
  readonly delimiter: ',' | ';';
  readonly decimal: DecimalSign;
  readonly date: DateOrder;
  readonly columns: Readonly<Partial<Record<CsvField, string>>>;
  /** By the text in the column `type`; a bank's other lines are credits and debits by their sign. */
  readonly kinds: Readonly<Record<string, LineKind>>;
}

const BALANCE: CsvProfile = {
  of: 'provider',
  delimiter: ',',
  decimal: '.',
  date: 'iso',
  columns: {
    id: 'transaction_id',
    type: 'type',
    date: 'created',
    currency: 'currency',
    amount: 'gross',
    fee: 'fee',
    net: 'net',
    reference: 'source_id',
    own: 'reference',
  },
  kinds: {
    charge: 'charge',
    refund: 'refund',
    dispute: 'chargeback',
    dispute_reversal: 'chargeback_reversal',
    fee: 'fee',
    settlement: 'settlement',
    payout: 'payout',
    payout_return: 'payout_return',
  },
};

/** Columns of Stripe's itemised report of balance changes; charges are known by their payment intent. */
const STRIPE: CsvProfile = {
  of: 'provider',
  delimiter: ',',
  decimal: '.',
  date: 'iso',
  columns: {
    id: 'balance_transaction_id',
    type: 'reporting_category',
    date: 'created',
    currency: 'currency',
    amount: 'gross',
    fee: 'fee',
    net: 'net',
    reference: 'source_id',
    payment: 'payment_intent_id',
    value: 'available_on',
    text: 'description',
  },
  kinds: {
    charge: 'charge',
    refund: 'refund',
    refund_failure: 'refund_return',
    dispute: 'chargeback',
    dispute_reversal: 'chargeback_reversal',
    fee: 'fee',
    payout: 'settlement',
    transfer: 'payout',
    transfer_reversal: 'payout_return',
  },
};

const BANK: CsvProfile = {
  of: 'bank',
  delimiter: ',',
  decimal: '.',
  date: 'iso',
  columns: {
    id: 'entry_id',
    type: 'type',
    date: 'value_date',
    booked: 'booking_date',
    currency: 'currency',
    amount: 'amount',
    own: 'end_to_end_id',
    reference: 'reference',
    text: 'text',
  },
  kinds: { return: 'return' },
};

/** As banks of German speaking countries write: semicolons, decimal comma, day first. */
const BANK_DE: CsvProfile = {
  of: 'bank',
  delimiter: ';',
  decimal: ',',
  date: 'dmy',
  columns: {
    id: 'Buchungsnummer',
    type: 'Umsatzart',
    date: 'Valuta',
    booked: 'Buchungstag',
    currency: 'Währung',
    amount: 'Betrag',
    own: 'Ende-zu-Ende-Referenz',
    reference: 'Referenz',
    text: 'Verwendungszweck',
  },
  kinds: { Rückgabe: 'return' },
};

export const CSV_PROFILES = {
  balance_csv: BALANCE,
  stripe_balance_csv: STRIPE,
  bank_csv: BANK,
  bank_csv_de: BANK_DE,
} as const;

export type CsvFormat = keyof typeof CSV_PROFILES;
export const STATEMENT_FORMATS = ['balance_csv', 'stripe_balance_csv', 'bank_csv', 'bank_csv_de', 'camt_053'] as const;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** Whose files are written like this. */
export const sideOf = (format: StatementFormat): 'provider' | 'bank' =>
  format === 'camt_053' ? 'bank' : CSV_PROFILES[format].of;

/** The fee that stands in the line of what it was taken for. */
export const feeKindOf = (kind: LineKind): LineKind => {
  if (kind === 'chargeback') return 'dispute_fee';
  return kind === 'chargeback_reversal' ? 'dispute_fee_return' : 'fee';
};
