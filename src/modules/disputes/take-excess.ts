import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { ChargeBacks } from '../payments/index.js';
import { isOpen } from './chargeback.lifecycle.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import { RaiseShares, type SellerOrders } from './raise-shares.js';
import { ReclaimAbsorbed } from './reclaim-absorbed.js';

/** Minor units by seller order. */
export type TakenOn = ReadonlyMap<Id<'sor'>, number>;

/**
 * What a bank took although nothing was left to take was too much only as long as another chargeback had it: the
 * provider gave that back before, and we hear of it afterwards.
 */
@Injectable()
export class TakeExcess {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly payments: ChargeBacks,
    private readonly raise: RaiseShares,
    private readonly reclaim: ReclaimAbsorbed,
  ) {}

  /**
   * The chargeback has given something back; what others take of it. Two at once may lock each other's: then one of
   * the transactions runs again.
   */
  async run(tx: Tx, { id, paymentId }: ChargebackRow, orders: SellerOrders): Promise<TakenOn> {
    const taken = new Map<Id<'sor'>, number>();
    for (const other of await this.chargebacks.lockExcessive(tx, paymentId, id)) {
      const { parts, excess } = isOpen(other.state)
        ? await this.raise.run(tx, other, orders, other.excess)
        : await this.absorb(tx, other, orders);
      if (excess === other.excess) continue;
      await this.chargebacks.noteAmount(tx, other.id, other.amount, excess, this.clock.now());
      for (const { sellerOrderId, amount } of parts) taken.set(sellerOrderId, (taken.get(sellerOrderId) ?? 0) + amount);
    }
    return taken;
  }

  /** It is lost already, and the platform has borne what was too much: it stays so, as of a sale that keeps its money. */
  private async absorb(tx: Tx, lost: ChargebackRow, orders: SellerOrders) {
    const { id, paymentId, currency } = lost;
    const more = await this.payments.takeLost(tx, paymentId, money(lost.excess, currency));
    for (const { sellerOrderId, sellerId, amount } of more.parts) {
      const known = lost.shares.find((share) => share.sellerOrderId === sellerOrderId);
      const share = known ?? {
        id: newId('dsp'),
        sellerOrderId,
        sellerId,
        amount: 0,
        covered: 0,
        exposure: 0,
        absorbed: 0,
      };
      if (!known) await this.chargebacks.addShare(tx, id, share);
      const grown = { ...share, amount: share.amount + amount, absorbed: share.absorbed + amount };
      await this.chargebacks.setShare(tx, grown);
      await this.chargebacks.noteAbsorbed(tx, share.id, grown.absorbed);
      const order = orders.get(sellerOrderId);
      if (order?.state === 'cancelled')
        await this.reclaim.ofShare(tx, { ...lost, version: lost.version + 1 }, grown, order);
    }
    return more;
  }
}
