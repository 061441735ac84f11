import type { Readable } from 'node:stream';
import { toWire } from '../../kernel/index.js';
import { grouped, PdfDocument, type Column } from '../../platform/documents/index.js';
import { letterHeadOf, type Party } from '../fee-invoices/index.js';
import { month, nameOf } from './period.domain.js';
import { totalOf, worthOf } from './statement.domain.js';
import type { Balance, KindTotal, SellerAccount, StatementLine } from './statement-parts.domain.js';
import type { StatementRow } from './statement-reads.repository.js';

/** How many entries are printed; all of them are in the CSV. */
export const PRINTED = 500;

const ACCOUNTS: Readonly<Record<SellerAccount, string>> = {
  pending: 'Pending',
  available: 'Available',
  reserve: 'Reserve',
  held: 'Held',
  receivable: 'Owed by the seller',
};

const right = (title: string, width: number): Column => ({ title, width, align: 'right' });

const BALANCES = [
  { title: 'Balance', width: 143 },
  ...['Opening', 'Increase', 'Decrease', 'Closing'].map((title) => right(title, 87)),
];
const KINDS = [
  { title: 'What happened', width: 170 },
  right('Entries', 60),
  ...['In', 'Out', 'Net'].map((title) => right(title, 87)),
];
const ENTRIES = [
  { title: 'Date (UTC)', width: 82 },
  { title: 'What happened', width: 122 },
  { title: 'Balance', width: 80 },
  { title: 'Reference', width: 81 },
  right('Amount', 65),
  right('Total', 65),
];

export interface PrintedStatement {
  readonly row: StatementRow;
  readonly party: Party;
  readonly balances: readonly Balance[];
  readonly kinds: readonly KindTotal[];
  /** The first ones. */
  readonly lines: readonly StatementLine[];
}

/** A statement as people read it. */
export async function statementPdf({ row, party, balances, kinds, lines }: PrintedStatement): Promise<Readable> {
  const { currency, number } = row;
  const amount = (value: number): string => grouped(value, currency);
  const foot = `Statement ${number} · ${row.period} · ${currency} · ${party.sellerId}`;
  const pdf = await PdfDocument.open(`Statement ${number} of ${party.name}`, foot, row.issuedAt);
  pdf.title('Seller statement', `No. ${number}`);
  pdf.parties(letterHeadOf(party), [
    ['Period', nameOf(month(row.period))],
    ['Currency', currency],
    ['Opening', amount(row.opening)],
    ['Closing', amount(row.closing)],
    ['Issued', `${row.issuedAt.toISOString().slice(0, 10)} (UTC)`],
  ]);
  pdf.heading('Balances');
  await pdf.table(BALANCES, balanceRows(balances, amount), { isSummed: true });
  if (kinds.length > 0) {
    pdf.heading('What happened, in total');
    await pdf.table(KINDS, kindRows(kinds, amount), { isSummed: true });
  }
  pdf.heading('Entries');
  if (lines.length === 0) pdf.note('Nothing happened on these balances.');
  else await pdf.table(ENTRIES, entryRows(row, lines, amount), { size: 8 });
  const left = row.entries - lines.length;
  if (left > 0) pdf.note(`${left.toLocaleString('en')} further entries are in the CSV of this statement.`);
  if (row.corrections > 0) pdf.note('* A correction: it belongs to the day named, in an earlier period.');
  pdf.seal('SHA-256 of this statement as CSV', row.hash.toString('hex'));
  pdf.seal(
    'SHA-256 of the statement before it',
    row.previousHash.toString('hex') || 'none: this is the first statement',
  );
  return pdf.end();
}

function balanceRows(balances: readonly Balance[], amount: (value: number) => string): string[][] {
  const of = (pick: (balance: Balance) => number): number =>
    totalOf((account) =>
      balances.filter((each) => each.account === account).reduce((sum, each) => sum + pick(each), 0),
    );
  return [
    ...balances.map(({ account, opening, increase, decrease, closing }) => [
      ACCOUNTS[account],
      ...[opening, increase, decrease, closing].map(amount),
    ]),
    ['Total', amount(of((b) => b.opening)), '', '', amount(of((b) => b.closing))],
  ];
}

function kindRows(kinds: readonly KindTotal[], amount: (value: number) => string): string[][] {
  const sum = (pick: (kind: KindTotal) => number): number => kinds.reduce((total, kind) => total + pick(kind), 0);
  const cells = ({ entries, increase, decrease }: Omit<KindTotal, 'kind'>): string[] => [
    entries.toLocaleString('en'),
    ...[increase, decrease, increase - decrease].map(amount),
  ];
  const all = { entries: sum((k) => k.entries), increase: sum((k) => k.increase), decrease: sum((k) => k.decrease) };
  return [...kinds.map((kind) => [wordsOf(kind.kind), ...cells(kind)]), ['Total', ...cells(all)]];
}

function entryRows(row: StatementRow, lines: readonly StatementLine[], amount: (value: number) => string): string[][] {
  let total = row.opening;
  return lines.map((line) => {
    const worth = worthOf(line);
    total += worth;
    const mark = line.originalAt === null ? '' : ` * of ${line.originalAt.toISOString().slice(0, 10)}`;
    const at = line.effectiveAt.toISOString();
    return [
      `${at.slice(0, 10)} ${at.slice(11, 16)}`,
      `${wordsOf(line.kind)}${mark}`,
      ACCOUNTS[line.account],
      referenceOf(line),
      amount(worth),
      amount(total),
    ];
  });
}

/** `Reserve release` */
const wordsOf = (kind: string): string => kind.charAt(0).toUpperCase() + kind.slice(1).replaceAll('_', ' ');

/** The end of the identifier: enough to find it in a list. */
function referenceOf({ sellerOrderId, payoutId, journalId }: StatementLine): string {
  if (payoutId !== null) return `pyo_…${toWire('pyo', payoutId).slice(-8)}`;
  if (sellerOrderId !== null) return `sor_…${toWire('sor', sellerOrderId).slice(-8)}`;
  return `jnl_…${toWire('jnl', journalId).slice(-8)}`;
}
