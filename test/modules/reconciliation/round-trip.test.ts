import { Readable } from 'node:stream';
import fc from 'fast-check';
import { readStatement } from '../../../src/modules/reconciliation/read-statement.js';
import { distinctLines } from '../../../src/modules/reconciliation/statement-line.domain.js';
import { bytesOf, declaredName, type FileEncoding } from '../../../src/sandbox/provider/damage.js';
import { printCamt } from '../../../src/sandbox/provider/print-camt.js';
import {
  printBalanceCsv,
  printBankCsv,
  type BalanceLine,
  type BankLine,
} from '../../../src/sandbox/provider/statement-lines.js';

/** In pieces, as a network delivers them. */
const inPieces = (bytes: Buffer, size: number): Readable =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.subarray(i * size, (i + 1) * size)),
  );

const LATIN = [...'abcXYZ 019-_.,;:/&<>"\'äöüßéñ'];
const WIDE = [...LATIN, '北', '京', '€', '☂', '𝒳', '\n'];
const wordsOf = (characters: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(fc.constantFrom(...characters), { minLength: 1, maxLength: 40 })
    .map((parts) => parts.join('').trim().replace(/\s+/g, ' '))
    .filter((text) => text !== '');

const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD');
const amount = fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }).filter((each) => each !== 0);
const day = fc
  .date({ min: new Date('2020-01-01'), max: new Date('2030-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));
const id = fc.uuid().map((each) => `bk_${each}`);

const bankLine = (characters: readonly string[]): fc.Arbitrary<BankLine> =>
  fc.record({
    id,
    type: fc.constantFrom('payout', 'return', 'settlement', 'credit'),
    currency,
    amount,
    endToEnd: fc.option(fc.uuid().map((each) => each.replaceAll('-', ''))),
    counterparty: wordsOf(characters),
    text: wordsOf(characters),
    day,
  });

const balanceLine: fc.Arbitrary<BalanceLine> = fc.record({
  id: fc.uuid().map((each) => `txn_${each}`),
  type: fc.constantFrom('charge', 'refund', 'dispute', 'settlement', 'something else'),
  currency,
  gross: amount,
  fee: fc.integer({ min: -500, max: 500 }),
  sourceId: wordsOf(LATIN),
  reference: fc.option(fc.uuid()),
  settlementId: fc.option(wordsOf(LATIN)),
  created: day.map((each) => `${each}T10:00:00Z`),
});

const ENCODINGS: readonly FileEncoding[] = ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252'];
const charactersOf = (encoding: FileEncoding): readonly string[] => (encoding === 'windows-1252' ? LATIN : WIDE);
const uuidOf = (hex: string | null): string | null =>
  hex === null ? null : hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

const size = fc.integer({ min: 1, max: 700 });
const told = (encoding: FileEncoding) => (encoding === 'windows-1252' ? 'windows-1252' : undefined);

describe('what is printed and read again', () => {
  it.each(ENCODINGS)('is the same lines of a bank, as values in %s', async (encoding) => {
    await fc.assert(
      fc.asyncProperty(fc.array(bankLine(charactersOf(encoding)), { maxLength: 20 }), size, async (lines, piece) => {
        const bytes = bytesOf(printBankCsv(lines), encoding);

        const read = await readStatement(inPieces(bytes, piece), { format: 'bank_csv', encoding: told(encoding) });

        expect(read.bytes).toBe(bytes.length);
        expect(read.lines).toMatchObject(
          lines.map((line) => ({
            externalId: line.id,
            kind: line.type === 'return' ? 'return' : line.amount < 0 ? 'debit' : 'credit',
            currency: line.currency,
            amount: line.amount,
            valueDate: line.day,
            ownId: uuidOf(line.endToEnd),
            text: line.text,
          })),
        );
      }),
      { numRuns: 40 },
    );
  });

  it.each(ENCODINGS)('is the same lines of a bank, as camt.053 in %s, with balances that fit', async (encoding) => {
    const lines = fc.array(bankLine(charactersOf(encoding)), { maxLength: 20 });
    const version = fc.constantFrom('02' as const, '08' as const);
    await fc.assert(
      fc.asyncProperty(lines, version, amount, size, async (all, camt, opening, piece) => {
        const own = all.map((line) => ({ ...line, currency: 'USD' }));
        const closing = own.reduce((sum, line) => sum + line.amount, opening);
        const [statementId, createdAt] = ['STMT-1', '2026-01-31T12:00:00Z'];
        const statements = [{ currency: 'USD', opening, closing, lines: own }];
        const head = { version: camt, encoding: declaredName(encoding), id: statementId, createdAt };
        const text = printCamt({ ...head, statements });

        const read = await readStatement(inPieces(bytesOf(text, encoding), piece), { format: 'camt_053' });

        expect(read.balances).toMatchObject([{ currency: 'USD', opening, closing }]);
        expect(distinctLines(read.lines).contradiction).toBeUndefined();
        expect(read.lines).toMatchObject(
          own.map((line) => ({
            externalId: line.id,
            kind: line.type === 'return' ? 'return' : line.amount < 0 ? 'debit' : 'credit',
            currency: 'USD',
            amount: line.amount,
            valueDate: line.day,
            ownId: uuidOf(line.endToEnd),
            text: line.text,
          })),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is the same lines of a provider, each fee as a line of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(balanceLine, { maxLength: 20 }), size, async (lines, piece) => {
        const bytes = bytesOf(printBalanceCsv(lines), 'utf-8');

        const read = await readStatement(inPieces(bytes, piece), { format: 'balance_csv' });

        const gross = read.lines.filter(({ externalId }) => !externalId.endsWith(':fee'));
        const fees = read.lines.filter(({ externalId }) => externalId.endsWith(':fee'));
        expect(gross.map((line) => [line.externalId, line.amount, line.reference, line.ownId, line.valueDate])).toEqual(
          lines.map((line) => [line.id, line.gross, line.sourceId, line.reference, line.created.slice(0, 10)]),
        );
        expect(fees.map((line) => [line.externalId, line.amount])).toEqual(
          lines.filter(({ fee }) => fee !== 0).map((line) => [`${line.id}:fee`, -line.fee]),
        );
      }),
      { numRuns: 60 },
    );
  });
});
