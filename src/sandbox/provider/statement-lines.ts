export interface BalanceLine {
  readonly id: string;
  readonly type: string;
  readonly currency: string;
  /** Minor units, below zero for what was taken off the balance. */
  readonly gross: number;
  readonly fee: number;
  readonly sourceId: string;
  readonly reference: string | null;
  readonly settlementId: string | null;
  /** `2026-01-31T12:00:00Z` */
  readonly created: string;
}

export interface BankLine {
  readonly id: string;
  readonly type: string;
  readonly currency: string;
  readonly amount: number;
  readonly endToEnd: string | null;
  readonly counterparty: string;
  readonly text: string;
  /** `2026-01-31` */
  readonly day: string;
}

const EXPONENTS: Readonly<Record<string, number>> = { JPY: 0, KWD: 3 };

/** `1234.50`; minor units and decimals as the currency has them. */
export function decimalOf(amount: number, currency: string): string {
  const exponent = EXPONENTS[currency] ?? 2;
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const whole = digits.slice(0, digits.length - exponent);
  const number = exponent === 0 ? whole : `${whole}.${digits.slice(-exponent)}`;
  return amount < 0 ? `-${number}` : number;
}

const quoted = (value: string): string => (/[",\r\n;]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

const rows = (header: string, lines: readonly (readonly (string | null)[])[]): string =>
  [header, ...lines.map((line) => line.map((value) => quoted(value ?? '')).join(','))].join('\r\n') + '\r\n';

export const printBalanceCsv = (lines: readonly BalanceLine[]): string =>
  rows(
    'transaction_id,type,created,currency,gross,fee,net,source_id,reference,settlement_id',
    lines.map(({ id, type, created, currency, gross, fee, sourceId, reference, settlementId }) => {
      const amounts = [gross, fee, gross - fee].map((amount) => decimalOf(amount, currency));
      return [id, type, created, currency, ...amounts, sourceId, reference, settlementId];
    }),
  );

export const printBankCsv = (lines: readonly BankLine[]): string =>
  rows(
    'entry_id,value_date,amount,currency,type,end_to_end_id,counterparty,text',
    lines.map(({ id, day, amount, currency, type, endToEnd, counterparty, text }) => {
      const kind = type === 'return' ? 'return' : amount < 0 ? 'debit' : 'credit';
      return [id, day, decimalOf(amount, currency), currency, kind, endToEnd, counterparty, text];
    }),
  );
