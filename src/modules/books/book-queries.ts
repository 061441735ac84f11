import { Injectable } from '@nestjs/common';
import { Clock, money, toWire, type Id, type Prefix } from '../../kernel/index.js';
import { Cursors, MoneyView, NotFound, parseWireId, type Page } from '../../platform/http/index.js';
import { placeName } from '../ledger/index.js';
import { Books } from './books.js';
import type {
  AccountBalanceView,
  AccountQuery,
  AccountView,
  CurrencyTrialBalanceView,
  JournalQuery,
  JournalView,
  LedgerEntryView,
  SealHeadView,
  TrialBalanceView,
} from './finance-ledger.dto.js';
import { ReadingRepository } from './reading.repository.js';
import type { AccountEntryRow, AccountRow, JournalFilter, JournalRow } from './reading.rows.js';
import { SealsRepository } from './seals.repository.js';
import type { PageQuery } from '../../platform/http/index.js';

/** What finance reads. */
@Injectable()
export class BookQueries {
  constructor(
    private readonly reading: ReadingRepository,
    private readonly books: Books,
    private readonly seals: SealsRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async trialBalance(): Promise<TrialBalanceView> {
    const { seal } = await this.head();
    const byCurrency = new Map<string, CurrencyTrialBalanceView>();
    for (const { currency, ...line } of await this.reading.trialBalance()) {
      const row = { ...line, owner: placeName(line.account, line.owner) };
      const of = byCurrency.get(currency) ?? { currency, debit: 0, credit: 0, difference: 0, accounts: [] };
      of.accounts.push(row);
      of.debit += row.debit;
      of.credit += row.credit;
      of.difference = of.debit - of.credit;
      byCurrency.set(currency, of);
    }
    const currencies = [...byCurrency.values()];
    return {
      asOf: this.clock.now().toISOString(),
      isBalanced: currencies.every((each) => each.difference === 0),
      currencies,
      seal,
    };
  }

  async head(): Promise<SealHeadView> {
    const head = await this.seals.head();
    return { seal: head ? { ...head, sealedAt: head.sealedAt.toISOString() } : null };
  }

  async accounts({ type, owner, currency, cursor, limit }: AccountQuery): Promise<Page<AccountView>> {
    const key = `ledger.accounts:${type ?? ''}:${owner ?? ''}:${currency ?? ''}`;
    const [after] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.reading.accounts(type ?? null, owner ?? null, currency ?? null, after ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.accountId]);
    return { ...page, data: page.data.map(accountView) };
  }

  /** @throws NotFound */
  async account(id: Id<'acc'>): Promise<AccountView> {
    const row = await this.reading.account(id);
    if (!row) throw new NotFound({ what: 'account' });
    return accountView(row);
  }

  async entries(id: Id<'acc'>, { cursor, limit }: PageQuery): Promise<Page<LedgerEntryView>> {
    await this.account(id);
    const key = `ledger.entries:${id}`;
    const rows = await this.reading.entries(id, limit + 1, this.cursors.read<[string, number, number]>(cursor, key));
    const page = this.cursors.page(rows, limit, key, (last) => [last.journalId, last.line, last.balanceBefore]);
    return { ...page, data: page.data.map(entryView) };
  }

  /** @throws NotFound */
  async balanceAt(id: Id<'acc'>, at: string): Promise<AccountBalanceView> {
    const { class: kind, currency } = await this.account(id).then(({ class: of, balance }) => ({
      class: of,
      ...balance,
    }));
    const { debit, credit } = await this.books.balanceAt(id, new Date(at));
    const balance = kind === 'asset' || kind === 'expense' ? debit - credit : credit - debit;
    const [d, c, b] = [debit, credit, balance].map((amount) => view(amount, currency)) as [
      MoneyView,
      MoneyView,
      MoneyView,
    ];
    return { accountId: toWire('acc', id), effectiveAt: at, debit: d, credit: c, balance: b };
  }

  async journals({ cursor, limit, ...query }: JournalQuery): Promise<Page<JournalView>> {
    const filter = filterOf(query);
    const key = `ledger.journals:${JSON.stringify(filter)}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.reading.journals(filter, before ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(journalView) };
  }

  /** @throws NotFound */
  async journal(id: Id<'jnl'>): Promise<JournalView> {
    const row = await this.reading.journal(id);
    if (!row) throw new NotFound({ what: 'journal' });
    return journalView(row);
  }
}

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));
const wire = (prefix: Prefix, id: string | null): string | null => (id === null ? null : toWire(prefix, id));

type Filters = Omit<JournalQuery, 'cursor' | 'limit'>;

function filterOf({ orderId, sellerId, paymentId, payoutId, ...rest }: Filters): JournalFilter {
  return {
    ...rest,
    ...(orderId === undefined ? {} : { orderId: parseWireId('ord', orderId) }),
    ...(sellerId === undefined ? {} : { sellerId: parseWireId('sel', sellerId) }),
    ...(paymentId === undefined ? {} : { paymentId: parseWireId('pay', paymentId) }),
    ...(payoutId === undefined ? {} : { payoutId: parseWireId('pyo', payoutId) }),
  };
}

export const accountView = (row: AccountRow): AccountView => ({
  id: toWire('acc', row.accountId),
  account: row.account,
  class: row.class,
  owner: row.owner,
  ownerName: placeName(row.account, row.owner),
  status: row.status,
  freezeReason: row.freezeReason,
  debit: view(row.debit, row.currency),
  credit: view(row.credit, row.currency),
  balance: view(row.balance, row.currency),
  pending: view(row.pending, row.currency),
});

const entryView = (row: AccountEntryRow): LedgerEntryView => ({
  journalId: toWire('jnl', row.journalId),
  line: row.line,
  source: { type: row.sourceType, id: row.sourceId, kind: row.kind },
  side: row.side,
  money: view(row.amount, row.currency),
  balanceAfter: view(row.balanceAfter, row.currency),
  effectiveAt: row.effectiveAt.toISOString(),
});

const journalView = (row: JournalRow): JournalView => ({
  id: toWire('jnl', row.id),
  source: { type: row.sourceType, id: row.sourceId, kind: row.kind },
  reversesId: wire('jnl', row.reversesId),
  correctsId: wire('jnl', row.correctsId),
  orderId: wire('ord', row.orderId),
  sellerOrderId: wire('sor', row.sellerOrderId),
  sellerId: wire('sel', row.sellerId),
  paymentId: wire('pay', row.paymentId),
  payoutId: wire('pyo', row.payoutId),
  effectiveAt: row.effectiveAt.toISOString(),
  postedAt: row.postedAt.toISOString(),
  actor: { type: row.actorType, id: row.actorId },
  ruleVersion: row.ruleVersion,
  lines: row.lines.map(({ accountId, amount, currency, ...line }) => ({
    ...line,
    accountId: toWire('acc', accountId),
    money: view(amount, currency),
  })),
});
