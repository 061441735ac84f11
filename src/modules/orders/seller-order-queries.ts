import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import { Cursors, NotFound, type Page } from '../../platform/http/index.js';
import { viewerOf } from './order.view.js';
import type { HistoryView, SellerOrderQuery, SellerOrderView } from './orders.dto.js';
import { SellerOrderViews } from './seller-order-views.js';
import { SellerOrdersRepository } from './seller-orders.repository.js';

/** Seller orders, for the seller that fills them and the buyer that pays them. */
@Injectable()
export class SellerOrderQueries {
  constructor(
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly views: SellerOrderViews,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the caller is its buyer or acts for its seller. */
  async get(actor: Actor, id: Id<'sor'>, include?: string): Promise<SellerOrderView> {
    const row = await this.sellerOrders.find(id);
    if (!row) throw new NotFound({ what: 'seller order' });
    const { isBuyer, isSeller } = viewerOf(actor, row);
    if (!isBuyer && !isSeller) throw new NotFound({ what: 'seller order' });
    const view = this.views.of(row, actor);
    return include === 'history' ? { ...view, history: await this.history(id) } : view;
  }

  /** Newest first. @throws NotFound unless the caller acts for the seller. */
  async list(actor: Actor, sellerId: Id<'sel'>, query: SellerOrderQuery): Promise<Page<SellerOrderView>> {
    if (!actsFor(actor, sellerId)) throw new NotFound({ what: 'seller' });
    const { limit, cursor, state, placedFrom, placedTo } = query;
    const filter = ['seller-orders', sellerId, state, placedFrom, placedTo].join(':');
    const after = this.cursors.read<[string, string]>(cursor, filter);
    const rows = await this.sellerOrders.page(sellerId, { state, placedFrom, placedTo }, after, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, filter, (last) => [last.placedAt.toISOString(), last.id]);
    return { data: data.map((row) => this.views.of(row, actor)), page };
  }

  private async history(id: Id<'sor'>): Promise<HistoryView[]> {
    const steps = await this.sellerOrders.history(id);
    return steps.map(({ reason, at, ...step }) => ({
      ...step,
      at: at.toISOString(),
      ...(reason !== null && { reason }),
    }));
  }
}
