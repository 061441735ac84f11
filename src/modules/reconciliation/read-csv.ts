import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CsvError, parse, type Info } from 'csv-parse';
import { exponentOf, isCurrency } from '../../kernel/index.js';
import { dayOf, minorUnitsOf, type DecimalSign } from './amount-text.domain.js';
import { feeKindOf, type CsvField, type CsvProfile } from './csv-profiles.domain.js';
import { StatementMalformed } from './reconciliation.errors.js';
import { tokensOf, uuidIn, type LineKind, type Statement, type StatementLine } from './statement-line.domain.js';

const LONGEST_RECORD = 20_000;
const LONGEST_VALUE = 500;

interface Raw {
  readonly record: string[];
  readonly info: Pick<Info, 'lines'>;
}

/**
 * Reads lines of values by a profile. A fee in the line of a charge becomes a line of its own.
 * @throws StatementMalformed with line and column
 */
export async function readCsv(
  text: AsyncIterable<string>,
  profile: CsvProfile,
  decimal: DecimalSign = profile.decimal,
  mostLines = Infinity,
): Promise<Statement> {
  const lines: StatementLine[] = [];
  let header: CsvHeader | undefined;
  try {
    await pipeline(
      Readable.from(text),
      parse({ delimiter: profile.delimiter, info: true, max_record_size: LONGEST_RECORD, skip_empty_lines: true }),
      async (records: AsyncIterable<Raw>) => {
        for await (const { record, info } of records) {
          if (header) lines.push(...new CsvLine(header, record, info.lines).read(decimal));
          else header = new CsvHeader(profile, record);
          if (lines.length > mostLines) malformed(info.lines, 1, 'too_many_lines');
        }
      },
    );
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  }
  if (!header) malformed(1, 1, 'empty_file');
  return { lines, balances: [], identifications: [] };
}

function unreadable(error: CsvError): Error {
  const { lines, column, code } = error as CsvError & { lines?: number; column?: number | string };
  const at = typeof column === 'number' ? column + 1 : 1;
  return new StatementMalformed({ line: lines ?? 1, column: at, fault: code.replace(/^CSV_/, '').toLowerCase() });
}

function malformed(line: number, column: number, fault: string): never {
  throw new StatementMalformed({ line, column, fault });
}

const NEEDED: readonly CsvField[] = ['id', 'date', 'amount', 'currency'];

class CsvHeader {
  private readonly at = new Map<CsvField, number>();

  constructor(
    readonly profile: CsvProfile,
    names: readonly string[],
  ) {
    const trimmed = names.map((name) => name.trim());
    for (const [field, name] of Object.entries(profile.columns) as [CsvField, string][]) {
      const index = trimmed.indexOf(name);
      if (index >= 0) this.at.set(field, index);
      else if (NEEDED.includes(field)) malformed(1, 1, `no_column_${name}`);
    }
  }

  indexOf = (field: CsvField): number | undefined => this.at.get(field);
}

/** One record; columns count from 1. */
class CsvLine {
  constructor(
    private readonly header: CsvHeader,
    private readonly record: readonly string[],
    private readonly line: number,
  ) {}

  read(decimal: DecimalSign): StatementLine[] {
    const id = this.text('id') ?? this.fail('id', 'empty');
    const code = (this.text('currency') ?? '').toUpperCase();
    if (!isCurrency(code)) return this.fail('currency', 'unknown_currency');
    const amountOf = (field: CsvField): number =>
      minorUnitsOf(this.text(field) ?? '', exponentOf(code), decimal) ?? this.fail(field, 'not_an_amount');
    const amount = amountOf('amount');
    const fee = this.text('fee') === null ? 0 : amountOf('fee');
    if (this.text('net') !== null && amountOf('net') !== amount - fee) this.fail('net', 'not_gross_less_fee');
    const kind = this.kind(amount);
    const line = { ...this.common(kind), externalId: id, kind, currency: code, amount };
    const feeLine = { ...line, externalId: `${id}:fee`, kind: feeKindOf(kind), amount: -fee };
    return [line, feeLine].filter((each) => each.amount !== 0);
  }

  private common(
    kind: LineKind,
  ): Pick<StatementLine, 'valueDate' | 'bookedOn' | 'reference' | 'ownId' | 'tokens' | 'text' | 'line'> {
    const { profile } = this.header;
    const [own, text] = [this.text('own'), this.text('text')];
    const payment = kind === 'charge' ? this.text('payment') : null;
    const reference = payment ?? this.text('reference');
    return {
      valueDate: this.day('value'),
      bookedOn: this.day('booked'),
      reference,
      ownId: uuidIn(own),
      tokens: profile.of === 'bank' ? tokensOf(own, reference, text) : [],
      text,
      line: this.line,
    };
  }

  private day(of: 'value' | 'booked'): string {
    const field = this.text(of) === null ? 'date' : of;
    return dayOf(this.text(field) ?? '', this.header.profile.date) ?? this.fail(field, 'not_a_day');
  }

  private kind(amount: number): LineKind {
    const { kinds, of } = this.header.profile;
    const named = kinds[this.text('type') ?? ''];
    if (named || of === 'provider') return named ?? 'other';
    return amount < 0 ? 'debit' : 'credit';
  }

  private text(field: CsvField): string | null {
    const index = this.header.indexOf(field);
    const value = index === undefined ? '' : (this.record[index] ?? '').trim();
    if (value.length > LONGEST_VALUE) this.fail(field, 'too_long');
    return value === '' ? null : value;
  }

  private fail(field: CsvField, fault: string): never {
    return malformed(this.line, (this.header.indexOf(field) ?? 0) + 1, fault);
  }
}
