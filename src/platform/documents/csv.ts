import { format, money } from '../../kernel/index.js';

/** One record after RFC 4180; what is absent is an empty field. */
export const csvRecord = (fields: readonly (string | number | null | undefined)[]): string =>
  `${fields.map((field) => quoted(String(field ?? ''))).join(',')}\r\n`;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** `-129.90`: an amount in minor units without its currency, for spreadsheets. */
export const decimal = (amount: number, currency: string): string =>
  format(money(amount, currency)).split(' ')[0] ?? '';
