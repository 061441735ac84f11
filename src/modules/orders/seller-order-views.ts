import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { OrderContact } from './order-contact.js';
import { revealsAddress, sellerOrderView, viewerOf } from './order.view.js';
import type { SellerOrderView } from './orders.dto.js';
import { SellerOrdersRepository, type SellerOrderRow } from './seller-orders.repository.js';

/** Who may see and touch a seller order, and what of it. */
@Injectable()
export class SellerOrderViews {
  constructor(
    private readonly sellerOrders: SellerOrdersRepository,
    private readonly contact: OrderContact,
  ) {}

  of(row: SellerOrderRow, actor: Actor): SellerOrderView {
    const viewer = viewerOf(actor, row);
    const isRevealed = viewer.isBuyer || (viewer.isSeller && revealsAddress(row));
    return sellerOrderView(
      row,
      viewer,
      isRevealed ? this.contact.openAddress(row.orderId, row.shipToSealed) : undefined,
    );
  }

  /** As it stands inside the transaction. @throws NotFound */
  async reread(tx: Tx, id: Id<'sor'>, actor: Actor): Promise<SellerOrderView> {
    return this.of(present(await this.sellerOrders.findIn(tx, id)), actor);
  }

  /** @throws NotFound unless the actor is the buyer. */
  async ofBuyer(tx: Tx, id: Id<'sor'>, actor: Actor): Promise<SellerOrderRow> {
    const row = present(await this.sellerOrders.findIn(tx, id));
    if (!viewerOf(actor, row).isBuyer) throw new NotFound({ what: 'seller order' });
    return row;
  }

  /** @throws NotFound unless the actor acts for the seller. */
  async ofSeller(tx: Tx, id: Id<'sor'>, actor: Actor): Promise<SellerOrderRow> {
    const row = present(await this.sellerOrders.findIn(tx, id));
    if (!actsFor(actor, row.sellerId)) throw new NotFound({ what: 'seller order' });
    return row;
  }
}

function present(row: SellerOrderRow | undefined): SellerOrderRow {
  if (!row) throw new NotFound({ what: 'seller order' });
  return row;
}
