import { toWire } from '../../kernel/index.js';
import { csvRecord, decimal } from '../../platform/documents/index.js';
import { totalOf } from './statement.domain.js';
import {
  SELLER_ACCOUNTS,
  type Balance,
  type KindTotal,
  type SellerAccount,
  type StatementHead,
  type StatementLine,
} from './statement-parts.domain.js';

const FIELDS = [
  ...['record', 'at', 'account', 'kind', 'amount', 'balance', 'currency', 'sellerOrderId', 'payoutId', 'journalId'],
  ...['line', 'originalAt', 'reference'],
] as const;

type Fields = Readonly<Partial<Record<(typeof FIELDS)[number], string | number | null>>>;

const record = (fields: Fields): string => csvRecord(FIELDS.map((name) => fields[name]));

/**
 * A statement as CSV, record by record: whose and which, the hash of the one before, opening balances, entries, totals
 * by kind, closing balances. Amounts are decimals of the currency. The SHA-256 of all of it is the statement's hash.
 */
export class StatementCsv {
  private readonly balances = new Map<SellerAccount, number>();

  constructor(private readonly head: StatementHead) {}

  top(opening: readonly Pick<Balance, 'account' | 'opening'>[]): string {
    const { sellerId, number, period, currency, issuedAt, startsAt, previousHash } = this.head;
    for (const account of SELLER_ACCOUNTS)
      this.balances.set(account, opening.find((each) => each.account === account)?.opening ?? 0);
    return [
      csvRecord(FIELDS),
      record({ record: 'seller', reference: toWire('sel', sellerId) }),
      record({ record: 'statement', at: issuedAt.toISOString(), kind: period, currency, line: number }),
      record({ record: 'previous', reference: previousHash.toString('hex') }),
      ...this.standing('opening', startsAt),
    ].join('');
  }

  entry(line: StatementLine): string {
    const { account, change, kind, sellerOrderId, payoutId, originalAt } = line;
    const balance = (this.balances.get(account) ?? 0) + change;
    this.balances.set(account, balance);
    return record({
      record: originalAt === null ? 'entry' : 'correction',
      at: line.effectiveAt.toISOString(),
      account,
      kind,
      amount: this.decimal(change),
      balance: this.decimal(balance),
      currency: this.head.currency,
      sellerOrderId: sellerOrderId === null ? null : toWire('sor', sellerOrderId),
      payoutId: payoutId === null ? null : toWire('pyo', payoutId),
      journalId: toWire('jnl', line.journalId),
      line: line.line,
      originalAt: originalAt?.toISOString() ?? null,
    });
  }

  /** After the last entry. */
  bottom(kinds: readonly KindTotal[]): string {
    const totals = kinds.map(({ kind, entries, increase, decrease }) =>
      record({
        record: 'total',
        kind,
        amount: this.decimal(increase - decrease),
        currency: this.head.currency,
        line: entries,
      }),
    );
    return [...totals, ...this.standing('closing', this.head.endsAt)].join('');
  }

  private standing(name: 'opening' | 'closing', at: Date): string[] {
    const of = (account: SellerAccount): number => this.balances.get(account) ?? 0;
    const each = [
      ...SELLER_ACCOUNTS.map((account) => [account, of(account)] as const),
      ['total', totalOf(of)] as const,
    ];
    const { currency } = this.head;
    return each.map(([account, balance]) =>
      record({ record: name, at: at.toISOString(), account, balance: this.decimal(balance), currency }),
    );
  }

  private decimal(amount: number): string {
    return decimal(amount, this.head.currency);
  }
}
