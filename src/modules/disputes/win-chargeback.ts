import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { disputeWonJournal, Ledger } from '../ledger/index.js';
import type { SellerOrder } from '../orders/index.js';
import { ChargeBacks } from '../payments/index.js';
import { BANK } from './actors.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import { RecoverShares } from './recover-shares.js';
import { RefundReturned } from './refund-returned.js';

/** C2 and H4: the bank gave the money back; holds are lifted, and what was cancelled meanwhile is refunded. */
@Injectable()
export class WinChargeback {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly ledger: Ledger,
    private readonly counters: ChargeBacks,
    private readonly returned: RefundReturned,
    private readonly shares: RecoverShares,
  ) {}

  async run(
    tx: Tx,
    chargeback: ChargebackRow,
    orders: ReadonlyMap<Id<'sor'>, SellerOrder>,
    fee: number,
  ): Promise<void> {
    const { id, provider, paymentId, orderId, currency, amount } = chargeback;
    const refs = { orderId, paymentId };
    const at = { effectiveAt: this.clock.now(), actor: BANK, refs, places: { psp: provider } };
    const feeBack = money(Math.max(0, chargeback.fee - fee), currency);
    await this.ledger.post(tx, disputeWonJournal(id, money(amount, currency), at, feeBack));
    await this.chargebacks.noteFee(tx, id, chargeback.fee - feeBack.amount);
    await this.counters.giveBack(tx, paymentId, chargeback.shares);
    for (const share of chargeback.shares) {
      await this.shares.lift(tx, share, [], 'dispute_won');
      const isGivenUp = orders.get(share.sellerOrderId)?.state === 'cancelled';
      if (isGivenUp) await this.returned.run(tx, chargeback, share, id);
    }
  }
}
