import type { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { decimal } from './csv.js';
import { fontOf, runsOf, type Script } from './pdf-fonts.js';

export interface Column {
  readonly title: string;
  /** Points. */
  readonly width: number;
  readonly align?: 'left' | 'right';
}

interface Ink {
  readonly size?: number;
  readonly isBold?: boolean;
  readonly color?: string;
}

const MARGIN = 50;
const FOOT = 60;
const ROW = 15;
const ROWS_A_TURN = 10;
const CELL_GAP = 8;
const INK = { black: '#1a1a1a', grey: '#6b6b6b', line: '#cfcfcf', shade: '#f3f3f1' } as const;
const BODY = 9;
const SMALLEST = 5;
/** How far the line that letters stand on is below their top, in sizes of the font; the same for every script. */
const ASCENT = 0.88;

/** What a line may end after: a Chinese character, a word with its spaces. */
const PARTS = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]*\s*/gu;

/** `-1,299.90`: an amount in minor units for people to read. */
export function grouped(amount: number, currency: string): string {
  const [whole = '', rest] = decimal(amount, currency).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? text : `${text}.${rest}`;
}

/**
 * A document on A4 pages, read from top to bottom: headings, pairs, tables whose head is repeated on every page, and
 * at the foot of each page what it is and which of how many. The same calls make the same bytes. Pages are kept until
 * the end, so what is written is bounded by its caller.
 */
export class PdfDocument {
  private readonly fonts = new Set<string>();
  private y = MARGIN;

  private constructor(
    private readonly pdf: PDFKit.PDFDocument,
    private readonly foot: string,
  ) {}

  /**
   * `at` is when the document was issued: also what the file says of its making. What draws is loaded for the first
   * document, because most processes make none.
   */
  static async open(title: string, foot: string, at: Date): Promise<PdfDocument> {
    const { default: Pdf } = await import('pdfkit');
    const info = { Title: title, Author: 'Souk', Creator: 'Souk', Producer: 'Souk', CreationDate: at, ModDate: at };
    const options = { size: 'A4', margin: 0, bufferPages: true, lang: 'en', displayTitle: true, info };
    return new PdfDocument(new Pdf(options), foot);
  }

  private get width(): number {
    return this.pdf.page.width - 2 * MARGIN;
  }

  /** The name of the house on the left, what this is on the right. */
  title(name: string, number: string): void {
    this.write('Souk', MARGIN, this.width / 2, { size: 20, isBold: true });
    this.write(name, MARGIN, this.width, { size: 15, isBold: true }, 'right');
    this.y += 23;
    this.write('Marketplace', MARGIN, this.width / 2, { color: INK.grey });
    this.write(number, MARGIN, this.width, { size: 10, color: INK.grey }, 'right');
    this.y += 18;
    this.rule();
    this.y += 16;
  }

  /** Two blocks beside each other: whom it is for, and what is to be known of it. */
  parties(left: readonly string[], right: readonly (readonly [name: string, value: string])[]): void {
    const [top, half] = [this.y, this.width / 2];
    left.forEach((text, i) => {
      const ink = i === 0 ? { size: 11, isBold: true } : {};
      for (const line of this.wrapped(text, half - CELL_GAP, ink)) {
        this.write(line, MARGIN, half - CELL_GAP, ink);
        this.y += i === 0 ? 15 : 13;
      }
      this.y += i === 0 ? 2 : 1;
    });
    const bottom = this.y;
    this.y = top;
    for (const [name, value] of right) {
      this.write(name, MARGIN + half, 90, { color: INK.grey });
      this.write(value, MARGIN + half + 90, half - 90);
      this.y += 14;
    }
    this.y = Math.max(bottom, this.y) + 16;
  }

  /** Keeps the heading together with what comes first below it. */
  heading(text: string): void {
    this.need(3 * ROW + 20);
    this.y += 4;
    this.write(text, MARGIN, this.width, { size: 11, isBold: true });
    this.y += 20;
  }

  /** Rows whose last one is the sum when `isSummed`. Others have their turn in between: letters take time to set. */
  async table(
    columns: readonly Column[],
    rows: readonly (readonly string[])[],
    { isSummed = false, size = BODY } = {},
  ): Promise<void> {
    this.tableHead(columns);
    for (const [i, row] of rows.entries()) {
      if (i % ROWS_A_TURN === ROWS_A_TURN - 1) await nextTurn();
      if (this.need(ROW)) this.tableHead(columns);
      const isSum = isSummed && i === rows.length - 1;
      if (isSum) this.rule(this.y - 3);
      this.cells(columns, row, { isBold: isSum, size });
      this.y += ROW;
    }
    this.y += 12;
  }

  /** A sentence or two below everything before. */
  note(text: string): void {
    const ink = { color: INK.grey };
    for (const line of this.wrapped(text, this.width, ink)) {
      this.need(ROW);
      this.write(line, MARGIN, this.width, ink);
      this.y += ROW;
    }
    this.y += 2;
  }

  /** A hash below its name. */
  seal(name: string, hash: string): void {
    this.need(26);
    this.write(name, MARGIN, this.width, { size: 8, color: INK.grey });
    this.y += 11;
    this.write(hash, MARGIN, this.width, { size: 8 });
    this.y += 16;
  }

  /** Numbers the pages; the document is read from the stream. */
  end(): Readable {
    const { count } = this.pdf.bufferedPageRange();
    for (let page = 0; page < count; page += 1) {
      this.pdf.switchToPage(page);
      this.y = this.pdf.page.height - FOOT + 18;
      this.rule(this.y - 8);
      this.write(this.foot, MARGIN, this.width - 80, { size: 8, color: INK.grey });
      this.write(`Page ${page + 1} of ${count}`, MARGIN, this.width, { size: 8, color: INK.grey }, 'right');
    }
    this.pdf.end();
    return this.pdf as unknown as Readable;
  }

  private tableHead(columns: readonly Column[]): void {
    this.pdf.rect(MARGIN, this.y - 3, this.width, ROW + 1).fill(INK.shade);
    this.cells(
      columns,
      columns.map(({ title }) => title),
      { size: 8, color: INK.grey },
    );
    this.y += ROW + 3;
  }

  private cells(columns: readonly Column[], texts: readonly string[], ink: Ink): void {
    let x = MARGIN + 4;
    columns.forEach(({ width, align }, i) => {
      const text = texts[i] ?? '';
      this.write(text, x, width - CELL_GAP, this.shrunk(text, width - CELL_GAP, ink), align);
      x += width;
    });
  }

  /** So small that the text fits: an amount that is cut off is a wrong one. Words are cut off below the smallest size. */
  private shrunk(text: string, width: number, ink: Ink): Ink {
    const size = ink.size ?? BODY;
    const wanted = this.widthOf(text, ink);
    return wanted <= width ? ink : { ...ink, size: Math.max(SMALLEST, Math.floor((size * width * 10) / wanted) / 10) };
  }

  /** A new page when so much does not fit any more; tells whether there is one. */
  private need(height: number): boolean {
    if (this.y + height <= this.pdf.page.height - FOOT) return false;
    this.pdf.addPage();
    this.y = MARGIN;
    return true;
  }

  private rule(y = this.y): void {
    const { pdf } = this;
    pdf
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + this.width, y)
      .lineWidth(0.5)
      .strokeColor(INK.line)
      .stroke();
  }

  /** One line, cut off with an ellipsis where it is wider. Each script is written in a font that has it. */
  private write(text: string, x: number, width: number, ink: Ink = {}, align: Column['align'] = 'left'): void {
    const fitting = this.fitting(text, width, ink);
    let at = align === 'right' ? x + width - this.widthOf(fitting, ink) : x;
    for (const run of runsOf(fitting)) {
      this.use(run.script, ink);
      const baseline = this.y + ASCENT * (ink.size ?? BODY);
      this.pdf.fillColor(ink.color ?? INK.black);
      this.pdf.text(run.text, at, baseline, { lineBreak: false, baseline: 'alphabetic' });
      at += this.pdf.widthOfString(run.text);
    }
  }

  /** Lines that are no wider; words are kept whole where they fit, and Chinese is parted anywhere. */
  private wrapped(text: string, width: number, ink: Ink): string[] {
    const lines: string[] = [];
    let line = '';
    for (const part of text.match(PARTS) ?? []) {
      if (this.widthOf(`${line}${part}`.trimEnd(), ink) <= width) {
        line += part;
        continue;
      }
      if (line.trim() !== '') lines.push(line.trimEnd());
      line = '';
      for (const character of part.trimStart()) {
        if (this.widthOf(line + character, ink) > width) {
          lines.push(line);
          line = '';
        }
        line += character;
      }
    }
    return line.trim() === '' && lines.length > 0 ? lines : [...lines, line.trimEnd()];
  }

  private fitting(text: string, width: number, ink: Ink): string {
    if (this.widthOf(text, ink) <= width) return text;
    const characters = [...text];
    while (characters.length > 0 && this.widthOf(`${characters.join('')}…`, ink) > width) characters.pop();
    return `${characters.join('')}…`;
  }

  private widthOf(text: string, ink: Ink): number {
    return runsOf(text).reduce((sum, run) => {
      this.use(run.script, ink);
      return sum + this.pdf.widthOfString(run.text);
    }, 0);
  }

  private use(script: Script, { isBold = false, size = BODY }: Ink): void {
    const name = `${script}${isBold ? '-bold' : ''}`;
    if (!this.fonts.has(name)) this.pdf.registerFont(name, fontOf(script, isBold));
    this.fonts.add(name);
    this.pdf.font(name).fontSize(size);
  }
}
