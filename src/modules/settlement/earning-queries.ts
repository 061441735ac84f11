import { Injectable } from '@nestjs/common';
import { actsFor, isStaff, money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, MoneyView, NotFound, type Page } from '../../platform/http/index.js';
import { Ledger, type AccountType, type EntryRow } from '../ledger/index.js';
import { EarningReads } from './earning-reads.repository.js';
import { earningView } from './earning.view.js';
import type { EarningQuery, EarningView, EntryQuery, SellerEntryView, SELLER_ACCOUNTS } from './earnings.dto.js';
import type { EarningRow } from './earnings.repository.js';

type SellerAccount = (typeof SELLER_ACCOUNTS)[number];

const ACCOUNTS: Readonly<Partial<Record<AccountType, SellerAccount>>> = {
  seller_pending: 'pending',
  seller_available: 'available',
  seller_reserve: 'reserve',
  seller_held: 'held',
  seller_receivable: 'receivable',
};

/** What a seller sees of its money; finance sees it too. */
@Injectable()
export class EarningQueries {
  constructor(
    private readonly ledger: Ledger,
    private readonly earnings: EarningReads,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the caller acts for the seller or for finance */
  async entries(actor: Actor, sellerId: Id<'sel'>, query: EntryQuery): Promise<Page<SellerEntryView>> {
    assertSees(actor, sellerId, 'seller');
    const { currency, cursor, limit } = query;
    const key = `seller.entries:${sellerId}:${currency ?? ''}`;
    const filter = { owner: sellerId, accounts: Object.keys(ACCOUNTS) as AccountType[], currency };
    const rows = await this.ledger.entries(filter, limit + 1, this.cursors.read<[string, number]>(cursor, key));
    const page = this.cursors.page(rows, limit, key, (last) => [last.journalId, last.line]);
    return { ...page, data: page.data.map(entryView) };
  }

  /** The last delivered first. @throws NotFound unless the caller acts for the seller or for finance */
  async list(actor: Actor, sellerId: Id<'sel'>, { state, cursor, limit }: EarningQuery): Promise<Page<EarningView>> {
    assertSees(actor, sellerId, 'seller');
    const key = `seller.earnings:${sellerId}:${state ?? ''}`;
    const after = this.cursors.read<[string, string]>(cursor, key);
    const rows = await this.earnings.page(sellerId, state ?? null, after, limit + 1);
    const ids = rows.map((row) => row.sellerOrderId);
    const [blocks, lots] = [await this.earnings.blocksOf(ids), await this.earnings.lotsOf(ids)];
    const last = (row: EarningRow): [string, string] => [row.deliveredAt.toISOString(), row.sellerOrderId];
    const { data, page } = this.cursors.page(rows, limit, key, last);
    return { data: data.map((row) => earningView(row, blocks, lots)), page };
  }

  /** @throws NotFound until the seller order is delivered, and unless the caller acts for its seller or for finance */
  async earning(actor: Actor, sellerOrderId: Id<'sor'>): Promise<EarningView> {
    const row = await this.earnings.find(sellerOrderId);
    if (!row) throw new NotFound({ what: 'earning' });
    assertSees(actor, row.sellerId, 'earning');
    const ids = [sellerOrderId];
    return earningView(row, await this.earnings.blocksOf(ids), await this.earnings.lotsOf(ids));
  }
}

/** @throws NotFound, as for what does not exist */
export function assertSees(actor: Actor, sellerId: string, what: string): void {
  if (!actsFor(actor, sellerId) && !isStaff(actor, 'finance')) throw new NotFound({ what });
}

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));

function entryView(row: EntryRow): SellerEntryView {
  const isGain = row.side === (row.account === 'seller_receivable' ? 'D' : 'C');
  return {
    account: ACCOUNTS[row.account] ?? 'available',
    change: view(isGain ? row.amount : -row.amount, row.currency),
    balanceAfter: view(row.balanceAfter ?? 0, row.currency),
    kind: row.kind,
    sellerOrderId: row.sellerOrderId === null ? null : toWire('sor', row.sellerOrderId),
    payoutId: row.payoutId === null ? null : toWire('pyo', row.payoutId),
    effectiveAt: row.effectiveAt.toISOString(),
    journalId: toWire('jnl', row.journalId),
  };
}
