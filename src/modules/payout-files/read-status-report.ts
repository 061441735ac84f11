import { SaxesParser, type SaxesTagNS } from 'saxes';
import { StatusReportUnreadable } from './payout-files.errors.js';
import type { ReportedStatus, ReportedTransfer, StatusReport } from './status-report.domain.js';

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.(03|10)$/;
const REPORT = '/Document/CstmrPmtStsRpt';
const GROUP = `${REPORT}/OrgnlGrpInfAndSts`;
const PAYMENT = `${REPORT}/OrgnlPmtInfAndSts`;
const TRANSFER = `${PAYMENT}/TxInfAndSts`;
/** Elements whose texts are gathered, by their path. */
const GATHERED = new Set([REPORT, GROUP, PAYMENT, TRANSFER]);
const DEEPEST = 40;
const LONGEST_TEXT = 4_000;
const MOST_TRANSFERS = 1_000;

type Texts = Map<string, string>;

/**
 * Reads a customer payment status report of ISO 20022, pain.002.001.03 and .10. Entities are not expanded: a document
 * type is refused.
 * @throws StatusReportUnreadable with the line
 */
export function readStatusReport(text: string): StatusReport {
  return new ReportReader().read(text);
}

class ReportReader {
  private readonly parser = new SaxesParser({ xmlns: true, position: true });
  private readonly path: string[] = [];
  private readonly open: { readonly at: string; readonly texts: Texts }[] = [];
  private text = '';
  private report: Texts | undefined;
  private group: Texts | undefined;
  private readonly payments: (ReportedStatus & { id: string })[] = [];
  private readonly transfers: ReportedTransfer[] = [];

  constructor() {
    this.parser.on('error', (error) => this.fail(error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')));
    this.parser.on('doctype', () => this.fail('a document type is not allowed'));
    this.parser.on('opentag', (tag) => this.opened(tag));
    this.parser.on('closetag', () => this.closed());
    this.parser.on('text', (text) => this.add(text));
    this.parser.on('cdata', (text) => this.add(text));
  }

  read(text: string): StatusReport {
    this.parser.write(text).close();
    const { report, group } = this;
    if (!report || !group) return this.fail('there is no report about a file');
    return {
      messageId: report.get('GrpHdr/MsgId') ?? this.fail('it has no number of its own'),
      originalMessageId: group.get('OrgnlMsgId') ?? this.fail('it does not say about which file it is'),
      originalCount: group.get('OrgnlNbOfTxs'),
      originalSum: group.get('OrgnlCtrlSum'),
      status: group.get('GrpSts'),
      reason: reasonOf(group),
      payments: this.payments,
      transfers: this.transfers,
    };
  }

  private opened(tag: SaxesTagNS): void {
    if (this.path.length === 0 && !NAMESPACE.test(tag.uri)) this.fail('it is not pain.002.001.03 or .10');
    if (this.path.length >= DEEPEST) this.fail('it is too deep');
    this.path.push(tag.local);
    this.text = '';
    const at = this.here();
    if (GATHERED.has(at)) this.open.push({ at, texts: new Map() });
    const currency = tag.attributes['Ccy']?.value;
    if (currency !== undefined) this.put('@Ccy', currency);
  }

  private closed(): void {
    const at = this.here();
    const value = this.text.trim();
    const inner = this.open.at(-1);
    if (inner?.at === at) {
      this.open.pop();
      this.gathered(at, inner.texts);
    } else if (value !== '') this.put('', value);
    this.text = '';
    this.path.pop();
  }

  /** The first of several texts counts. */
  private put(suffix: string, value: string): void {
    const inner = this.open.at(-1);
    const key = `${this.here().slice((inner?.at.length ?? 0) + 1)}${suffix}`;
    if (inner && !inner.texts.has(key)) inner.texts.set(key, value);
  }

  private gathered(at: string, texts: Texts): void {
    if (at === TRANSFER) this.transfer(texts);
    else if (at === PAYMENT) this.payment(texts);
    else if (at === GROUP) this.group = texts;
    else this.report = texts;
  }

  private payment(texts: Texts): void {
    const id = texts.get('OrgnlPmtInfId') ?? this.fail('an instruction has no number');
    const payment = { id, status: texts.get('PmtInfSts'), reason: reasonOf(texts) };
    this.payments.push(payment);
    for (let i = 0; i < this.transfers.length; i += 1) {
      const transfer = this.transfers[i];
      if (transfer && !transfer.payment) this.transfers[i] = { ...transfer, payment };
    }
  }

  private transfer(texts: Texts): void {
    if (this.transfers.length >= MOST_TRANSFERS) this.fail(`it has more than ${MOST_TRANSFERS} transfers`);
    this.transfers.push({
      endToEndId: texts.get('OrgnlEndToEndId') ?? this.fail('a transfer has no number of ours'),
      status: texts.get('TxSts'),
      reason: reasonOf(texts),
      reference: texts.get('AcctSvcrRef') ?? texts.get('StsId'),
      amount: texts.get('OrgnlTxRef/Amt/InstdAmt'),
      currency: texts.get('OrgnlTxRef/Amt/InstdAmt@Ccy'),
      payment: undefined,
    });
  }

  private add(text: string): void {
    if (this.text.length + text.length > LONGEST_TEXT) this.fail('a text is too long');
    this.text += text;
  }

  private here = (): string => `/${this.path.join('/')}`;

  private fail(what: string): never {
    throw new StatusReportUnreadable({ why: `line ${this.parser.line}: ${what}` });
  }
}

const reasonOf = (texts: Texts): string | undefined =>
  texts.get('StsRsnInf/Rsn/Cd') ?? texts.get('StsRsnInf/Rsn/Prtry');
