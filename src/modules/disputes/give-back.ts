import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { ChargeBacks, type ChargedPart } from '../payments/index.js';
import type { ChargebackRow } from './chargebacks.repository.js';
import type { SellerOrders } from './raise-shares.js';
import { RefundReturned } from './refund-returned.js';
import { TakeExcess } from './take-excess.js';

export interface Returned {
  /** What the chargeback gives back of each of its shares. */
  readonly parts: readonly ChargedPart[];
  /** Ends or lowers what is held for the shares. */
  readonly letGo: () => Promise<void>;
  /** The cause of the refunds that it may lead to. */
  readonly source: string;
}

/**
 * A chargeback gives money back to the sale. First those get it that have been short of it: other chargebacks of the
 * payment; of a sale that was cancelled meanwhile the rest is refunded.
 */
@Injectable()
export class GiveBack {
  constructor(
    private readonly payments: ChargeBacks,
    private readonly excess: TakeExcess,
    private readonly returned: RefundReturned,
  ) {}

  async run(
    tx: Tx,
    chargeback: ChargebackRow,
    orders: SellerOrders,
    { parts, letGo, source }: Returned,
  ): Promise<void> {
    await this.payments.giveBack(tx, chargeback.paymentId, parts);
    await letGo();
    const taken = await this.excess.run(tx, chargeback, orders);
    for (const part of parts) {
      if (orders.get(part.sellerOrderId)?.state !== 'cancelled') continue;
      const amount = part.amount - (taken.get(part.sellerOrderId) ?? 0);
      await this.returned.run(tx, chargeback, { ...part, amount: Math.max(0, amount) }, source);
    }
  }
}
