import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { OnDeadline, OnEvent, type EventOf } from '../../platform/messaging/index.js';
import { chargebackClosed } from '../disputes/index.js';
import { orderReferred } from '../orders/index.js';
import { accountRefundRequested, refundRequested } from '../payments/index.js';
import { ClawBackCommission } from './claw-back-commission.js';
import { WINDOW_END } from './earn-commission.js';
import { Referrals } from './referrals.repository.js';
import { ReleaseCommission } from './release-commission.js';

@Injectable()
export class AffiliateJobs {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly referrals: Referrals,
    private readonly release: ReleaseCommission,
    private readonly clawBack: ClawBackCommission,
  ) {}

  @OnEvent(orderReferred, { consumer: 'affiliates.refer', queue: 'money' })
  referred({ payload }: EventOf<typeof orderReferred>): Promise<void> {
    const { code, buyerId, orderId, sellerOrders } = payload;
    const sellerOrderIds = sellerOrders.map((each) => each.sellerOrderId);
    const sellerIds = sellerOrders.map((each) => each.sellerId);
    const referred = { code, buyerId, orderId, sellerOrderIds, sellerIds };
    return this.uow.run((tx) => this.referrals.refer(tx, referred, this.clock.now()));
  }

  @OnEvent(refundRequested, { consumer: 'affiliates.claw-back', queue: 'money' })
  refunded({ payload }: EventOf<typeof refundRequested>): Promise<void> {
    return this.clawBack.run({ type: 'refund', id: payload.refundId }, payload.sellerOrderId);
  }

  @OnEvent(accountRefundRequested, { consumer: 'affiliates.claw-back-on-account', queue: 'money' })
  reduced({ payload }: EventOf<typeof accountRefundRequested>): Promise<void> {
    return this.clawBack.run({ type: 'refund', id: payload.refundId }, payload.sellerOrderId);
  }

  /** A window that ended meanwhile waited for it. */
  @OnEvent(chargebackClosed, { consumer: 'affiliates.claw-back-chargeback', queue: 'money' })
  async chargedBack({ payload }: EventOf<typeof chargebackClosed>): Promise<void> {
    const { disputeId, sellerOrderId, outcome } = payload;
    if (outcome !== 'won') await this.clawBack.run({ type: 'dispute', id: disputeId }, sellerOrderId);
    await this.release.run(sellerOrderId);
  }

  @OnDeadline(WINDOW_END, { queue: 'money' })
  windowEnds(sellerOrderId: string): Promise<void> {
    return this.release.run(sellerOrderId);
  }
}
