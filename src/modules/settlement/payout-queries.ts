import { Injectable } from '@nestjs/common';
import { allowedActions, isStaff, money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, MoneyView, NotFound, parseWireId, type Page, type PageQuery } from '../../platform/http/index.js';
import { assertSees } from './earning-queries.js';
import { PayoutReads, type ItemRow, type PayoutDetailRow } from './payout-reads.repository.js';
import { PayoutSwitches } from './payout-switches.repository.js';
import { payoutLifecycle } from './payout.lifecycle.js';
import type {
  FinancePayoutQuery,
  PayoutDetailView,
  PayoutItemView,
  PayoutQuery,
  PayoutSwitchesView,
  PayoutView,
} from './payouts.dto.js';

const SHOWN_ITEMS = 100;

/** Payouts as their sellers and finance read them. */
@Injectable()
export class PayoutQueries {
  constructor(
    private readonly reads: PayoutReads,
    private readonly switchRows: PayoutSwitches,
    private readonly cursors: Cursors,
  ) {}

  /** The latest setting of every scope that was ever set. */
  async switches(): Promise<PayoutSwitchesView> {
    const rows = await this.switchRows.list();
    return {
      payoutsEnabled: rows.every((row) => row.scope !== 'platform' || row.isEnabled),
      switches: rows.map((row) => ({ ...row, changedAt: row.changedAt.toISOString() })),
    };
  }

  /** @throws NotFound unless the caller acts for the seller or for finance */
  async ofSeller(actor: Actor, sellerId: Id<'sel'>, query: PayoutQuery): Promise<Page<PayoutView>> {
    assertSees(actor, sellerId, 'seller');
    return this.page(actor, sellerId, query);
  }

  all(actor: Actor, query: FinancePayoutQuery): Promise<Page<PayoutView>> {
    const seller = query.sellerId === undefined ? null : parseWireId('sel', query.sellerId);
    return this.page(actor, seller, query);
  }

  /** @throws NotFound when it is not the seller's, or not the caller's to see */
  async one(actor: Actor, sellerId: Id<'sel'> | null, payoutId: Id<'pyo'>): Promise<PayoutDetailView> {
    const row = await this.seen(actor, sellerId, payoutId);
    const items = await this.reads.items(payoutId, 0, SHOWN_ITEMS);
    return {
      ...payoutView(actor, row),
      openingBalance: view(row.openingBalance, row.currency),
      closingBalance: view(row.closingBalance, row.currency),
      cappedAt: row.cappedAt === null ? null : view(row.cappedAt, row.currency),
      itemCount: row.itemCount,
      items: items.map((item) => itemView(item, row.currency)),
    };
  }

  /** @throws NotFound when it is not the seller's, or not the caller's to see */
  async items(
    actor: Actor,
    sellerId: Id<'sel'>,
    payoutId: Id<'pyo'>,
    { cursor, limit }: PageQuery,
  ): Promise<Page<PayoutItemView>> {
    const { currency } = await this.seen(actor, sellerId, payoutId);
    const key = `payout.items:${payoutId}`;
    const [after] = this.cursors.read<[number]>(cursor, key) ?? [];
    const rows = await this.reads.items(payoutId, after ?? 0, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.nth]);
    return { ...page, data: page.data.map((item) => itemView(item, currency)) };
  }

  private async seen(actor: Actor, sellerId: string | null, payoutId: string): Promise<PayoutDetailRow> {
    const row = await this.reads.find(payoutId);
    if (!row || (sellerId !== null && row.sellerId !== sellerId)) throw new NotFound({ what: 'payout' });
    assertSees(actor, row.sellerId, 'payout');
    return row;
  }

  private async page(actor: Actor, seller: string | null, query: PayoutQuery): Promise<Page<PayoutView>> {
    const { state, cursor, limit } = query;
    const key = `payouts:${seller ?? ''}:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.reads.list(seller, state ?? null, before ?? null, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.payoutId]);
    return { ...page, data: page.data.map((row) => payoutView(actor, row)) };
  }
}

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));

const payoutView = (actor: Actor, row: PayoutDetailRow): PayoutView => ({
  id: toWire('pyo', row.payoutId),
  sellerId: toWire('sel', row.sellerId),
  amount: view(row.amount, row.currency),
  state: row.state,
  allowedActions: allowedActions(payoutLifecycle, row.state, isStaff(actor, 'finance') ? ['finance'] : ['seller']),
  attempt: row.attempt,
  retryOf: row.retryOf === null ? null : toWire('pyo', row.retryOf),
  instantFee: row.instantFee === null ? null : view(row.instantFee, row.currency),
  takenBack: view(row.reversed, row.currency),
  failureCode: row.failureCode,
  createdAt: row.createdAt.toISOString(),
  submittedAt: row.submittedAt?.toISOString() ?? null,
  settledAt: row.settledAt?.toISOString() ?? null,
});

const itemView = (item: ItemRow, currency: string): PayoutItemView => ({
  kind: item.kind,
  sellerOrderId: item.sellerOrderId === null ? null : toWire('sor', item.sellerOrderId),
  amount: view(item.amount, currency),
  effectiveAt: item.effectiveAt.toISOString(),
});
