import { Injectable } from '@nestjs/common';
import { Clock, money, toWire, type Id, type Prefix } from '../../kernel/index.js';
import { Cursors, MoneyView, NotFound, parseWireId, type Page } from '../../platform/http/index.js';
import type {
  AccountQuery,
  AccountView,
  CurrencyTrialBalanceView,
  JournalQuery,
  JournalView,
  LedgerEntryView,
  TrialBalanceView,
} from './ledger.dto.js';
import { LedgerRepository } from './ledger.repository.js';
import type { AccountRow, EntryRow, JournalRow } from './ledger.rows.js';
import type { PageQuery } from '../../platform/http/index.js';

/** What finance reads. */
@Injectable()
export class LedgerQueries {
  constructor(
    private readonly books: LedgerRepository,
    private readonly cursors: Cursors,
    private readonly clock: Clock,
  ) {}

  async trialBalance(): Promise<TrialBalanceView> {
    const byCurrency = new Map<string, CurrencyTrialBalanceView>();
    for (const { currency, ...row } of await this.books.trialBalance()) {
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
    };
  }

  async accounts({ type, owner, currency, cursor, limit }: AccountQuery): Promise<Page<AccountView>> {
    const key = `ledger.accounts:${type ?? ''}:${owner ?? ''}:${currency ?? ''}`;
    const [after] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.books.accounts(type ?? null, owner ?? null, currency ?? null, after ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.accountId]);
    return { ...page, data: page.data.map(accountView) };
  }

  /** @throws NotFound */
  async account(id: Id<'acc'>): Promise<AccountView> {
    const row = await this.books.account(id);
    if (!row) throw new NotFound({ what: 'account' });
    return accountView(row);
  }

  async entries(id: Id<'acc'>, { cursor, limit }: PageQuery): Promise<Page<LedgerEntryView>> {
    await this.account(id);
    const key = `ledger.entries:${id}`;
    const rows = await this.books.entriesOfAccount(id, limit + 1, this.cursors.read<[string, number]>(cursor, key));
    const page = this.cursors.page(rows, limit, key, (last) => [last.journalId, last.line]);
    return { ...page, data: page.data.map(entryView) };
  }

  async journals({ orderId, payoutId, cursor, limit }: JournalQuery): Promise<Page<JournalView>> {
    const order = orderId === undefined ? null : parseWireId('ord', orderId);
    const payout = payoutId === undefined ? null : parseWireId('pyo', payoutId);
    const key = `ledger.journals:${order ?? ''}:${payout ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.books.journals(order, payout, before ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(journalView) };
  }

  /** @throws NotFound */
  async journal(id: Id<'jnl'>): Promise<JournalView> {
    const row = await this.books.journal(id);
    if (!row) throw new NotFound({ what: 'journal' });
    return journalView(row);
  }
}

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));
const wire = (prefix: Prefix, id: string | null): string | null => (id === null ? null : toWire(prefix, id));

const accountView = (row: AccountRow): AccountView => ({
  id: toWire('acc', row.accountId),
  account: row.account,
  class: row.class,
  owner: row.owner,
  status: row.status,
  debit: view(row.debit, row.currency),
  credit: view(row.credit, row.currency),
  balance: view(row.balance, row.currency),
});

const entryView = (row: EntryRow): LedgerEntryView => ({
  journalId: toWire('jnl', row.journalId),
  line: row.line,
  source: { type: row.sourceType, id: row.sourceId, kind: row.kind },
  side: row.side,
  money: view(row.amount, row.currency),
  balanceAfter: row.balanceAfter === null ? null : view(row.balanceAfter, row.currency),
  effectiveAt: row.effectiveAt.toISOString(),
});

const journalView = (row: JournalRow): JournalView => ({
  id: toWire('jnl', row.id),
  source: { type: row.sourceType, id: row.sourceId, kind: row.kind },
  reversesId: wire('jnl', row.reversesId),
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
