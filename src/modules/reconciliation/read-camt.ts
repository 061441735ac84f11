import { SaxesParser, type SaxesTagNS } from 'saxes';
import { Element, isBooked, linesOf, signedAmountOf, type Signed } from './camt-entry.domain.js';
import { StatementMalformed, StatementWithoutBalance } from './reconciliation.errors.js';
import { distinctLines, type Statement, type StatementLine } from './statement-line.domain.js';

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(02|08)$/;
const STATEMENT = '/Document/BkToCstmrStmt/Stmt';
const ENTRY = `${STATEMENT}/Ntry`;
const DETAILS = `${ENTRY}/NtryDtls/TxDtls`;
const BALANCE = `${STATEMENT}/Bal`;
/** Elements that are gathered, by their path. */
const GATHERED = new Set([STATEMENT, ENTRY, DETAILS, BALANCE]);
const DEEPEST = 40;
const LONGEST_TEXT = 4_000;
const CHUNK = 65_536;

type Balanced = Statement['balances'][number];

/**
 * Reads bank statements of ISO 20022, camt.053.001.02 and .08, as they stream in. Entities are not expanded: a document
 * type is refused.
 * @throws StatementMalformed with line and column
 * @throws StatementWithoutBalance
 */
export async function readCamt(text: AsyncIterable<string>, mostLines = Infinity): Promise<Statement> {
  const reader = new CamtReader(mostLines);
  for await (const piece of text) {
    for (let at = 0; at < piece.length; at += CHUNK) reader.write(piece.slice(at, at + CHUNK));
  }
  return reader.end();
}

class CamtReader {
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly path: string[] = [];
  private readonly open: { readonly at: string; readonly element: Element }[] = [];
  private text = '';
  private lines: StatementLine[] = [];
  private bookings: Signed[] = [];
  private balances = new Map<string, Signed>();
  private readonly statement: { lines: StatementLine[]; balances: Balanced[]; identifications: string[] } = {
    lines: [],
    balances: [],
    identifications: [],
  };

  constructor(private readonly mostLines: number) {
    this.parser.on('error', (error) => this.fail(error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')));
    this.parser.on('doctype', () => this.fail('document_type_not_allowed'));
    this.parser.on('opentag', (tag) => this.opened(tag));
    this.parser.on('closetag', () => this.closed());
    this.parser.on('text', (text) => this.add(text));
    this.parser.on('cdata', (text) => this.add(text));
  }

  write(piece: string): void {
    this.parser.write(piece);
  }

  end(): Statement {
    this.parser.close();
    if (this.statement.balances.length === 0) this.fail('no_statement');
    return this.statement;
  }

  private opened(tag: SaxesTagNS): void {
    if (this.path.length === 0 && !NAMESPACE.test(tag.uri)) this.fail('not_camt_053_001_02_or_08');
    if (this.path.length >= DEEPEST) this.fail('too_deep');
    this.path.push(tag.local);
    this.text = '';
    const at = this.here();
    if (GATHERED.has(at)) this.open.push({ at, element: new Element(this.parser.line) });
    const currency = tag.attributes['Ccy']?.value;
    if (currency !== undefined) this.put('@Ccy', currency);
  }

  private closed(): void {
    const at = this.here();
    const value = this.text.trim();
    if (this.open.at(-1)?.at === at) this.gathered(at, (this.open.pop() as { element: Element }).element);
    else if (value !== '') this.put('', value);
    this.text = '';
    this.path.pop();
  }

  private put(suffix: string, value: string): void {
    const inner = this.open.at(-1);
    if (inner) inner.element.put(`${this.here().slice(inner.at.length + 1)}${suffix}`, value);
  }

  private gathered(at: string, element: Element): void {
    if (at === DETAILS) this.open.at(-1)?.element.details.push(element);
    else if (at === BALANCE) this.balance(element);
    else if (at === ENTRY) this.entry(element);
    else this.ended(element);
  }

  private balance(element: Element): void {
    const code = element.get('Tp/CdOrPrtry/Cd') ?? '';
    const kind = code === 'CLBD' ? 'closing' : code === 'OPBD' || code === 'PRCD' ? 'opening' : undefined;
    if (kind && !this.balances.has(kind)) this.balances.set(kind, this.read(signedAmountOf(element)));
  }

  private entry(element: Element): void {
    if (!isBooked(element)) return;
    const statementId = this.open.at(-1)?.element.get('Id') ?? '';
    const lines = linesOf(element, statementId);
    if (typeof lines === 'string') return this.fail(lines, element.line);
    this.lines.push(...lines.filter(({ amount }) => amount !== 0));
    if (this.statement.lines.length + this.lines.length > this.mostLines) this.fail('too_many_lines');
    this.bookings.push(this.read(signedAmountOf(element)));
  }

  private ended(element: Element): void {
    const opening = this.balances.get('opening') ?? this.without('opening');
    const closing = this.balances.get('closing') ?? this.without('closing');
    const currency = element.get('Acct/Ccy') ?? closing.currency;
    const foreign = [opening, closing, ...this.bookings].some((each) => each.currency !== currency);
    if (foreign) this.fail('other_currency', element.line);
    const { lines } = distinctLines(this.lines);
    this.statement.balances.push({ currency, opening: opening.amount, closing: closing.amount, lines });
    this.statement.lines.push(...this.lines);
    const identification = element.get('Acct/Id/IBAN', 'Acct/Id/Othr/Id');
    if (identification !== undefined) this.statement.identifications.push(identification);
    [this.lines, this.bookings, this.balances] = [[], [], new Map()];
  }

  private add(text: string): void {
    if (this.text.length + text.length > LONGEST_TEXT) this.fail('too_long');
    this.text += text;
  }

  private read(amount: Signed | string): Signed {
    return typeof amount === 'string' ? this.fail(amount) : amount;
  }

  private here = (): string => `/${this.path.join('/')}`;

  private without(balance: string): never {
    throw new StatementWithoutBalance({ balance });
  }

  private fail(fault: string, line = this.parser.line): never {
    throw new StatementMalformed({ line, column: this.parser.column + 1, fault });
  }
}
