import { Injectable } from '@nestjs/common';
import { actsFor, isStaff, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { NotFound } from '../../platform/http/index.js';
import { Orders, type SellerOrder } from '../orders/index.js';
import { Payments } from '../payments/index.js';
import { refundView } from './refund.view.js';
import type { SellerOrderRefundList } from './refunds.dto.js';
import { RefundDetails } from './refunds.repository.js';

@Injectable()
export class RefundQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly orders: Orders,
    private readonly payments: Payments,
    private readonly details: RefundDetails,
  ) {}

  /** Oldest first. @throws NotFound unless the caller is its buyer, acts for its seller or for finance */
  async ofSellerOrder(actor: Actor, id: Id<'sor'>): Promise<SellerOrderRefundList> {
    const order = await this.uow.run((tx) => this.orders.sellerOrder(tx, id));
    if (!order || !maySee(actor, order)) throw new NotFound({ what: 'seller order' });
    const details = new Map((await this.details.ofSellerOrder(id)).map((detail) => [detail.refundId, detail]));
    const refunds = await this.payments.refundsOf(id);
    return { data: refunds.map((refund) => refundView(refund, details.get(refund.refundId))) };
  }
}

const maySee = (actor: Actor, { sellerId, buyerId }: SellerOrder): boolean =>
  actsFor(actor, sellerId) || isStaff(actor, 'finance') || (actor.kind === 'user' && actor.userId === buyerId);
