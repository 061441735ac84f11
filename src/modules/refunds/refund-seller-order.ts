import { Injectable } from '@nestjs/common';
import { actsFor, Clock, isStaff, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound, type Once } from '../../platform/http/index.js';
import { Orders, type SellerOrder } from '../orders/index.js';
import { Payments } from '../payments/index.js';
import { GiveBackSale } from './give-back-sale.js';
import { wantedOf } from './refund-request.js';
import { refundView } from './refund.view.js';
import type { RefundDto, SellerOrderRefundView } from './refunds.dto.js';
import { NothingToRefund, NotRefundable } from './refunds.errors.js';
import { RefundDetails } from './refunds.repository.js';

/** From the payment on, at any time. */
const REFUNDABLE = new Set(['awaiting_acceptance', 'accepted', 'shipped', 'delivered', 'confirmed', 'completed']);

/** Gives the buyer back a seller order or parts of it, from wherever the money is by then. */
@Injectable()
export class RefundSellerOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly giveBack: GiveBackSale,
    private readonly payments: Payments,
    private readonly details: RefundDetails,
  ) {}

  /**
   * One transaction under the lock of the seller order.
   * @throws NotFound, NotRefundable, NothingToRefund, RefundExceedsOrder, RefundExceedsCapture, Invalid
   */
  run(actor: Actor, id: Id<'sor'>, asked: RefundDto, once: Once): Promise<SellerOrderRefundView> {
    return once.run(this.uow, async (tx) => {
      const order = await this.orders.lock(tx, id);
      if (!order || !mayRefund(actor, order)) throw new NotFound({ what: 'seller order' });
      if (!REFUNDABLE.has(order.state)) throw new NotRefundable({ state: order.state });
      const wanted = wantedOf(order, asked);
      const isRest = asked.everything === true;
      const refundId = await this.giveBack.run(tx, order, { ...wanted, isRest }, { actor, reason: asked.reason });
      const at = this.clock.now();
      const detail = { refundId, sellerOrderId: id, reason: asked.reason, note: asked.note ?? null, ...wanted };
      await this.details.insert(tx, detail, actor, at);
      const made = (await this.payments.refundsOf(id, tx)).find((each) => each.refundId === refundId);
      if (!made) throw new NothingToRefund({});
      return refundView(made, detail);
    });
  }
}

const mayRefund = (actor: Actor, { sellerId }: SellerOrder): boolean =>
  actsFor(actor, sellerId) || isStaff(actor, 'finance');
