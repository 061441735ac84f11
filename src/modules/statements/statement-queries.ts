import { Injectable } from '@nestjs/common';
import { actsFor, isStaff, money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, MoneyView, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import { partyView, type Party } from '../fee-invoices/index.js';
import { StatementLines, BEFORE_ALL, type LinePosition } from './statement-lines.repository.js';
import type { StatementLine } from './statement-parts.domain.js';
import { StatementReads, type StatementRow } from './statement-reads.repository.js';
import type {
  SellerStatementDetailView,
  SellerStatementView,
  StatementEntryView,
  StatementQuery,
} from './statements.dto.js';

/** Statements as their sellers and finance read them. */
@Injectable()
export class StatementQueries {
  constructor(
    private readonly reads: StatementReads,
    private readonly lines: StatementLines,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the caller acts for the seller or for finance */
  async list(actor: Actor, sellerId: Id<'sel'>, query: StatementQuery): Promise<Page<SellerStatementView>> {
    assertSees(actor, sellerId, 'seller');
    const { currency, cursor, limit } = query;
    const key = `seller.statements:${sellerId}:${currency ?? ''}`;
    const [before] = this.cursors.read<[number]>(cursor, key) ?? [];
    const rows = await this.reads.list(sellerId, currency ?? null, before ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.number]);
    return { ...page, data: page.data.map(statementView) };
  }

  /** @throws NotFound when it is not the seller's, or not the caller's to see */
  async one(actor: Actor, sellerId: Id<'sel'>, id: Id<'stm'>): Promise<SellerStatementDetailView> {
    return this.detail(await this.seen(actor, sellerId, id));
  }

  async detail({ row, party }: { row: StatementRow; party: Party }): Promise<SellerStatementDetailView> {
    const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
    const [balances, kinds] = [await this.reads.balances(row.id), await this.reads.kinds(row.id)];
    return {
      ...statementView(row),
      issuedTo: partyView(party),
      balances: balances.map(({ account, opening, increase, decrease, closing }) => ({
        account,
        opening: view(opening),
        increase: view(increase),
        decrease: view(decrease),
        closing: view(closing),
      })),
      totals: kinds.map(({ kind, entries, increase, decrease }) => ({
        kind,
        entryCount: entries,
        increase: view(increase),
        decrease: view(decrease),
      })),
    };
  }

  /** @throws NotFound when it is not the seller's, or not the caller's to see */
  async entries(
    actor: Actor,
    sellerId: Id<'sel'>,
    id: Id<'stm'>,
    { cursor, limit }: PageQuery,
  ): Promise<Page<StatementEntryView>> {
    const { row } = await this.seen(actor, sellerId, id);
    const key = `statement.entries:${id}`;
    const after = this.cursors.read<LinePosition>(cursor, key) ?? BEFORE_ALL;
    const rows = await this.lines.page(id, row.startsAt, after, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => last.position);
    return { ...page, data: page.data.map((line) => entryView(line, row.currency)) };
  }

  async seen(actor: Actor, sellerId: string, id: string): Promise<{ row: StatementRow; party: Party }> {
    const found = await this.reads.find(id);
    if (found?.row.sellerId !== sellerId) throw new NotFound({ what: 'statement' });
    assertSees(actor, sellerId, 'statement');
    return found;
  }
}

/** @throws NotFound, as for what does not exist */
function assertSees(actor: Actor, sellerId: string, what: string): void {
  if (!actsFor(actor, sellerId) && !isStaff(actor, 'finance')) throw new NotFound({ what });
}

export function statementView(row: StatementRow): SellerStatementView {
  const { currency } = row;
  return {
    id: toWire('stm', row.id),
    number: row.number,
    sellerId: toWire('sel', row.sellerId),
    period: row.period,
    currency,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    opening: MoneyView.of(money(row.opening, currency)),
    closing: MoneyView.of(money(row.closing, currency)),
    entryCount: row.entries,
    correctionCount: row.corrections,
    previousHash: row.previousHash.toString('hex') || null,
    hash: row.hash.toString('hex'),
    issuedAt: row.issuedAt.toISOString(),
  };
}

const entryView = (line: StatementLine, currency: string): StatementEntryView => ({
  account: line.account,
  change: MoneyView.of(money(line.change, currency)),
  kind: line.kind,
  sellerOrderId: line.sellerOrderId === null ? null : toWire('sor', line.sellerOrderId),
  payoutId: line.payoutId === null ? null : toWire('pyo', line.payoutId),
  journalId: toWire('jnl', line.journalId),
  effectiveAt: line.effectiveAt.toISOString(),
  originalAt: line.originalAt?.toISOString() ?? null,
});
