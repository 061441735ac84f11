import { decimalOf, type BankLine } from './statement-lines.js';

export const CAMT_VERSIONS = ['02', '08'] as const;
export type CamtVersion = (typeof CAMT_VERSIONS)[number];

/** The account in one currency, over some days. */
export interface BankStatement {
  readonly currency: string;
  readonly opening: number;
  /** `undefined`: the bank forgot it. */
  readonly closing?: number;
  readonly lines: readonly BankLine[];
}

export interface CamtDocument {
  readonly version: CamtVersion;
  /** As the XML declaration names it. */
  readonly encoding: string;
  readonly id: string;
  /** `2026-01-31T12:00:00Z` */
  readonly createdAt: string;
  readonly statements: readonly BankStatement[];
}

const IBAN = 'DE02701500000000594937';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');

const tag = (name: string, ...content: readonly string[]): string => `<${name}>${content.join('')}</${name}>`;

const amountOf = (amount: number, currency: string): string =>
  `<Amt Ccy="${currency}">${decimalOf(Math.abs(amount), currency)}</Amt>` +
  tag('CdtDbtInd', amount < 0 ? 'DBIT' : 'CRDT');

const balance = (code: string, amount: number, currency: string, day: string): string =>
  `${tag('Bal', tag('Tp', tag('CdOrPrtry', tag('Cd', code))), amountOf(amount, currency), tag('Dt', tag('Dt', day)))}\n`;

/** Domain, family and sub-family of a bank transaction, ISO 20022 external code sets. */
const CODES: Readonly<Record<string, readonly [string, string, string]>> = {
  payout: ['PMNT', 'ICDT', 'ESCT'],
  return: ['PMNT', 'ICDT', 'RRTN'],
};
const RECEIVED = ['PMNT', 'RCDT', 'ESCT'] as const;

function entry(line: BankLine, version: CamtVersion, number: number): string {
  const [domain, family, subFamily] = CODES[line.type] ?? RECEIVED;
  const party =
    version === '02' ? tag('Nm', escaped(line.counterparty)) : tag('Pty', tag('Nm', escaped(line.counterparty)));
  const codes = tag('Domn', tag('Cd', domain), tag('Fmly', tag('Cd', family), tag('SubFmlyCd', subFamily)));
  const details = tag(
    'TxDtls',
    tag('Refs', tag('EndToEndId', escaped(line.endToEnd ?? 'NOTPROVIDED'))),
    tag('RltdPties', tag(line.amount < 0 ? 'Cdtr' : 'Dbtr', party)),
    tag('RmtInf', tag('Ustrd', escaped(line.text))),
    line.type === 'return' ? tag('RtrInf', tag('Rsn', tag('Cd', 'AC04'))) : '',
  );
  return `${tag(
    'Ntry',
    tag('NtryRef', String(number)),
    amountOf(line.amount, line.currency),
    tag('Sts', version === '02' ? 'BOOK' : tag('Cd', 'BOOK')),
    tag('BookgDt', tag('Dt', line.day)),
    tag('ValDt', tag('Dt', line.day)),
    tag('AcctSvcrRef', escaped(line.id)),
    tag('BkTxCd', codes),
    tag('NtryDtls', details),
  )}\n`;
}

function statement(document: CamtDocument, { currency, opening, closing, lines }: BankStatement): string {
  const { id, createdAt, version } = document;
  const day = createdAt.slice(0, 10);
  return [
    '<Stmt>\n',
    tag('Id', `${id}-${currency}`),
    tag('CreDtTm', createdAt),
    tag('Acct', tag('Id', tag('IBAN', IBAN)), tag('Ccy', currency)),
    '\n',
    balance('OPBD', opening, currency, lines[0]?.day ?? day),
    closing === undefined ? '' : balance('CLBD', closing, currency, lines.at(-1)?.day ?? day),
    ...lines.map((line, i) => entry(line, version, i + 1)),
    '</Stmt>\n',
  ].join('');
}

/** A bank-to-customer statement, ISO 20022 camt.053.001, one statement for each currency. */
export function printCamt(document: CamtDocument): string {
  const { version, encoding, id, createdAt, statements } = document;
  return [
    `<?xml version="1.0" encoding="${encoding}"?>\n`,
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt>\n`,
    `${tag('GrpHdr', tag('MsgId', id), tag('CreDtTm', createdAt))}\n`,
    ...statements.map((each) => statement(document, each)),
    '</BkToCstmrStmt></Document>\n',
  ].join('');
}
