import { createRequire } from 'node:module';
import type { Readable } from 'node:stream';
import { statementPdf, type PrintedStatement } from '../../../src/modules/statements/statement-pdf.js';
import type { StatementLine } from '../../../src/modules/statements/statement-parts.domain.js';
import { fontFile, runsOf } from '../../../src/platform/documents/pdf-fonts.js';

interface Font {
  hasGlyphForCodePoint(code: number): boolean;
}
/** By which pdfkit reads fonts. */
const { openSync } = createRequire(createRequire(import.meta.url).resolve('pdfkit'))('fontkit') as {
  openSync(file: string): Font;
};

const ID = '01890000-0000-7000-8000-000000000001';

const line = (day: number): StatementLine => ({
  account: 'available',
  change: 129_900,
  kind: 'release',
  effectiveAt: new Date(Date.UTC(2026, 2, 1 + (day % 28))),
  originalAt: null,
  sellerOrderId: ID,
  payoutId: null,
  journalId: ID,
  line: 1,
});

const statement = (lines: number, name = '上海红茶贸易有限公司 Tea', entries = lines): PrintedStatement => ({
  row: {
    ...{ id: ID, sellerId: ID, number: 3, period: '2026-03', currency: 'CNY', entries, corrections: 0 },
    startsAt: new Date('2026-03-01T00:00:00Z'),
    endsAt: new Date('2026-04-01T00:00:00Z'),
    issuedAt: new Date('2026-04-01T04:00:00Z'),
    ...{ previousHash: Buffer.alloc(32, 7), hash: Buffer.alloc(32, 9), opening: 0, closing: lines * 129_900 },
  },
  party: { sellerId: 'sel_01hzy3v9qtf5r8m2k4w6x8y0za', name, legalName: 'Łódź Чай ООО', country: 'CN' },
  balances: [
    {
      account: 'available',
      opening: 0,
      increase: lines * 129_900,
      decrease: 0,
      closing: lines * 129_900,
      listed: lines,
    },
  ],
  kinds: [{ kind: 'release', entries: lines, increase: lines * 129_900, decrease: 0 }],
  lines: Array.from({ length: lines }, (_, i) => line(i)),
});

async function bytesOf(document: Promise<Readable>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of await document) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

const textOf = (pdf: Buffer): string => pdf.toString('latin1');
const pagesOf = (pdf: Buffer): number => textOf(pdf).match(/\/Type \/Page\b(?!s)/g)?.length ?? 0;
const fontsOf = (pdf: Buffer): number => textOf(pdf).match(/\/FontName \//g)?.length ?? 0;
describe('a statement as PDF', () => {
  it('has the same bytes every time, whatever the hour', async () => {
    const first = await bytesOf(statementPdf(statement(120)));
    const second = await bytesOf(statementPdf(statement(120)));

    expect(first.equals(second)).toBe(true);
    expect(first.subarray(0, 5).toString()).toBe('%PDF-');
    expect(textOf(first)).toMatch(/\(D:20260401040000Z\)/);
  });

  it('differs when one of its figures does', async () => {
    const first = await bytesOf(statementPdf(statement(2)));
    const other = statement(2);
    const second = await bytesOf(statementPdf({ ...other, row: { ...other.row, closing: 1 } }));

    expect(first.equals(second)).toBe(false);
  });

  it('goes on over as many A4 pages as it takes', async () => {
    const [short, long] = [await bytesOf(statementPdf(statement(3))), await bytesOf(statementPdf(statement(500)))];

    expect(pagesOf(short)).toBe(1);
    expect(pagesOf(long)).toBe(12);
    expect(/\/MediaBox \[([^\]]+)\]/.exec(textOf(long))?.[1]).toBe('0 0 595.28 841.89');
  });

  it('carries the letters of every script that it shows, and no others', async () => {
    const chinese = await bytesOf(statementPdf(statement(1)));
    const latin = statement(1, 'Tea');
    const plain = await bytesOf(statementPdf({ ...latin, party: { ...latin.party, legalName: null } }));

    expect(fontsOf(chinese)).toBe(4);
    expect(fontsOf(plain)).toBe(2);
    expect(runsOf('茶 Łódź Чай Đà Nẵng…')).toEqual([
      { script: 'chinese', text: '茶' },
      { script: 'plain', text: ' Lódz ' },
      { script: 'cyrillic', text: 'Чай' },
      { script: 'plain', text: ' ' },
      { script: 'extended', text: 'Đ' },
      { script: 'plain', text: 'à N' },
      { script: 'vietnamese', text: 'ẵ' },
      { script: 'plain', text: 'ng…' },
    ]);
  });

  it('has a glyph for every letter of the languages of its readers', () => {
    const texts = {
      ...{ polish: 'ĄĆĘŁŃÓŚŹŻ ąćęłńóśźż', czech: 'ČĎĚŇŘŠŤŮŽ čďěňřšťůž', turkish: 'ĞİŞ ğış', romanian: 'ĂÂÎȘȚ ăâîșț' },
      ...{ hungarian: 'ŐŰ őű', baltic: 'ĀĖĢĪĶĻŅŪŲ āėģīķļņūų', croatian: 'ČĆĐŠŽ čćđšž', ukrainian: 'ЄІЇҐ єіїґ' },
      ...{ german: 'ÄÖÜß äöü', vietnamese: 'Nguyễn Thị Ơ ư ₫', russian: 'Ёлки и №', chinese: '红茶（上海）' },
    };

    const missing = Object.entries(texts).flatMap(([language, text]) =>
      runsOf(text).flatMap(({ script, text: part }) => {
        const font = openSync(fontFile(script, false));
        return [...part]
          .filter((each) => !font.hasGlyphForCodePoint(each.codePointAt(0) ?? 0))
          .map((each) => language + each);
      }),
    );

    expect(missing).toEqual([]);
  });
});
