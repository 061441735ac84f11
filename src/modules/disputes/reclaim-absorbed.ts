import { Injectable } from '@nestjs/common';
import { Clock, money, system, type Id } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Ledger } from '../ledger/index.js';
import { Orders, type SellerOrder } from '../orders/index.js';
import { ChargeBacks } from '../payments/index.js';
import { reclaimedJournal } from './chargeback-journals.js';
import { ChargebacksRepository, type ChargebackRow, type EndedShare } from './chargebacks.repository.js';

/** A sale whose lost chargeback the platform bore is cancelled: what it kept in the escrow is the platform's again. */
@Injectable()
export class ReclaimAbsorbed {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly orders: Orders,
    private readonly payments: ChargeBacks,
    private readonly ledger: Ledger,
  ) {}

  /** Once, however often; what was delivered keeps its money. */
  run(orderId: Id<'ord'>, sellerOrderId: Id<'sor'>): Promise<void> {
    return this.uow.run(async (tx) => {
      const chargebacks = await this.chargebacks.lockOfOrder(tx, orderId);
      const order = await this.orders.lock(tx, sellerOrderId);
      if (order?.state !== 'cancelled') return;
      for (const chargeback of chargebacks) {
        const share = chargeback.shares.find((each) => each.sellerOrderId === order.id && each.absorbed > 0);
        if (share) await this.ofShare(tx, chargeback, share, order);
      }
    });
  }

  /** All that the platform has borne of a cancelled seller order by one chargeback, which is locked. */
  async ofShare(tx: Tx, chargeback: ChargebackRow, share: EndedShare, order: SellerOrder): Promise<void> {
    const { paymentId, currency } = chargeback;
    const { sellerOrderId, sellerId, absorbed: amount } = share;
    const { promotion: added, back } = await this.payments.lose(tx, paymentId, { sellerOrderId, amount });
    const promotion = money(added, back?.settled.currency ?? currency);
    await this.chargebacks.noteAbsorbed(tx, share.id, 0);
    const refs = { orderId: order.orderId, sellerOrderId, sellerId, paymentId };
    const at = { effectiveAt: this.clock.now(), actor: system('disputes'), refs };
    const amounts = { absorbed: money(amount, currency), promotion, back };
    await this.ledger.post(tx, reclaimedJournal(chargeback, sellerOrderId, amounts, at));
  }
}
