import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { Cursors, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import { OrderContact } from './order-contact.js';
import { orderView } from './order.view.js';
import type { OrderView } from './orders.dto.js';
import { OrdersRepository, type OrderRow } from './orders.repository.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';

/** The buyer's orders. */
@Injectable()
export class OrderQueries {
  constructor(
    private readonly orders: OrdersRepository,
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly contact: OrderContact,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the caller placed it. */
  async get(actor: UserActor, id: Id<'ord'>): Promise<OrderView> {
    const row = await this.orders.find(id, actor.userId);
    if (!row) throw new NotFound({ what: 'order' });
    return this.view(row, await this.sellerOrders.ofOrders([id]));
  }

  /** Newest first; two statements. */
  async list(actor: UserActor, { limit, cursor }: PageQuery): Promise<Page<OrderView>> {
    const filter = `orders:${actor.userId}`;
    const after = this.cursors.read<[string, string]>(cursor, filter);
    const rows = await this.orders.page(actor.userId, after, limit + 1);
    const { data, page } = this.cursors.page(rows, limit, filter, (last) => [last.placedAt.toISOString(), last.id]);
    const sellerOrders = await this.sellerOrders.ofOrders(data.map((row) => row.id));
    const of = (row: OrderRow): SellerOrderRow[] => sellerOrders.filter((each) => each.orderId === row.id);
    return { data: data.map((row) => this.view(row, of(row))), page };
  }

  private view(row: OrderRow, sellerOrders: readonly SellerOrderRow[]): OrderView {
    const shippingAddress = this.contact.openAddress(row.id, row.shipToSealed);
    if (row.emailSealed === null) return orderView(row, sellerOrders, { shippingAddress });
    return orderView(row, sellerOrders, { shippingAddress, email: this.contact.openEmail(row.id, row.emailSealed) });
  }
}
