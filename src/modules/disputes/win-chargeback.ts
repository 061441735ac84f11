import { Injectable } from '@nestjs/common';
import { Clock, money, type Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { disputeWonJournal, Ledger } from '../ledger/index.js';
import type { SellerOrder } from '../orders/index.js';
import { BANK } from './actors.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import { GiveBack } from './give-back.js';
import { RecoverShares } from './recover-shares.js';

/** C2 and H4: the bank gave the money back; holds are lifted, and what was cancelled meanwhile is refunded. */
@Injectable()
export class WinChargeback {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly ledger: Ledger,
    private readonly back: GiveBack,
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
    const { shares: parts } = chargeback;
    const letGo = async (): Promise<void> => {
      for (const share of parts) await this.shares.lift(tx, share, [], 'dispute_won');
    };
    await this.back.run(tx, chargeback, orders, { parts, letGo, source: id });
  }
}
