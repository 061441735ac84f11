import { createHash } from 'node:crypto';
import { format, money } from '../../kernel/index.js';

/** Goes up when the same batch would be written differently; older batches keep theirs. */
export const FORMAT_VERSION = 1;

export interface Creditor {
  readonly holder: string;
  readonly account: string;
  /** ISO 3166-1 alpha-2, of the bank. */
  readonly country: string;
}

export interface FileItem {
  readonly payoutId: string;
  /** Minor units. */
  readonly amount: number;
  readonly creditor: Creditor;
}

export interface FileBatch {
  readonly batchId: string;
  readonly currency: string;
  readonly debtorName: string;
  readonly debtorAccount: string;
  readonly debtorBic: string;
  /** `YYYY-MM-DD`. */
  readonly executionOn: string;
  readonly createdAt: Date;
  readonly items: readonly FileItem[];
}

export const FILE_FORMATS = ['csv', 'xml'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

/** The bytes of a batch: of its rows alone, so that they are the same whenever they are written. */
export const fileOf = (batch: FileBatch, kind: FileFormat): string => (kind === 'csv' ? csvOf(batch) : painOf(batch));

export const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** An identifier as banks take it: at most 35 characters. */
export const bankReference = (id: string): string => id.replaceAll('-', '');

const BANK_REFERENCE = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

/** The identifier that a bank repeats; `undefined` when it is none of ours. */
export function idOfBankReference(text: string): string | undefined {
  const parts = BANK_REFERENCE.exec(text)?.slice(1);
  return parts?.join('-');
}

/** `90.00`: what `format` prints, without the code. */
export const decimal = (amount: number, currency: string): string =>
  format(money(amount, currency)).split(' ')[0] ?? '';

const totalOf = ({ items, currency }: FileBatch): string =>
  decimal(
    items.reduce((sum, { amount }) => sum + amount, 0),
    currency,
  );

const HEADER = 'end_to_end_id,creditor_name,creditor_account,creditor_country,amount,currency,execution_on';

function csvOf(batch: FileBatch): string {
  const { currency, executionOn } = batch;
  const lines = batch.items.map(({ payoutId, amount, creditor }) =>
    [
      bankReference(payoutId),
      creditor.holder,
      creditor.account,
      creditor.country,
      decimal(amount, currency),
      currency,
      executionOn,
    ]
      .map(csvCell)
      .join(','),
  );
  return `${[HEADER, ...lines].join('\r\n')}\r\n`;
}

/** Quoted where RFC 4180 asks for it; what a spreadsheet would calculate is text. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** ISO 20022 customer credit transfer initiation, pain.001.001.09. */
function painOf(batch: FileBatch): string {
  const { currency, debtorName, debtorAccount, debtorBic, executionOn, createdAt } = batch;
  const reference = bankReference(batch.batchId);
  const counts = [tag('NbOfTxs', String(batch.items.length)), tag('CtrlSum', totalOf(batch))];
  const header = [
    tag('MsgId', reference),
    tag('CreDtTm', createdAt.toISOString()),
    ...counts,
    node('InitgPty', tag('Nm', debtorName)),
  ];
  const payment = [
    tag('PmtInfId', reference),
    tag('PmtMtd', 'TRF'),
    ...counts,
    node('ReqdExctnDt', tag('Dt', executionOn)),
    node('Dbtr', tag('Nm', debtorName)),
    node('DbtrAcct', accountId(debtorAccount), tag('Ccy', currency)),
    node('DbtrAgt', node('FinInstnId', tag('BICFI', debtorBic))),
    tag('ChrgBr', currency === 'EUR' ? 'SLEV' : 'SHAR'),
    ...batch.items.map((item) => transferOf(item, currency)),
  ];
  const body = node('CstmrCdtTrfInitn', node('GrpHdr', ...header), node('PmtInf', ...payment));
  const open = '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">';
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}${body}</Document>\n`;
}

function transferOf({ payoutId, amount, creditor }: FileItem, currency: string): string {
  const instructed = `<InstdAmt Ccy="${currency}">${decimal(amount, currency)}</InstdAmt>`;
  return node(
    'CdtTrfTxInf',
    node('PmtId', tag('EndToEndId', bankReference(payoutId))),
    node('Amt', instructed),
    node('Cdtr', tag('Nm', creditor.holder)),
    node('CdtrAcct', accountId(creditor.account)),
    node('RmtInf', tag('Ustrd', `Payout ${bankReference(payoutId)}`)),
  );
}

const IBAN = /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/;

const accountId = (account: string): string =>
  IBAN.test(account) ? node('Id', tag('IBAN', account)) : node('Id', node('Othr', tag('Id', account)));

const node = (name: string, ...children: readonly string[]): string => `<${name}>${children.join('')}</${name}>`;

const tag = (name: string, text: string): string => node(name, escaped(text));

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Without the characters that XML 1.0 has no way to write. */
const escaped = (text: string): string =>
  text.replaceAll(/\p{Cc}|\p{Cs}|[\uFFFE\uFFFF]/gu, ' ').replaceAll(/[&<>"']/g, (char) => ENTITIES[char] ?? '');
