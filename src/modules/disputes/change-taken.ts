import { Injectable } from '@nestjs/common';
import { Clock, money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { disputeChangedJournal, Ledger } from '../ledger/index.js';
import { BANK } from './actors.js';
import { lowered } from './chargeback.domain.js';
import { ChargebacksRepository, type ChargebackRow } from './chargebacks.repository.js';
import { ExposeSellers } from './expose-sellers.js';
import { GiveBack } from './give-back.js';
import { RaiseShares, type SellerOrders } from './raise-shares.js';

/** The bank takes more or less than it did at first: what is owed, counted and held follows. */
@Injectable()
export class ChangeTaken {
  constructor(
    private readonly clock: Clock,
    private readonly chargebacks: ChargebacksRepository,
    private readonly sellers: ExposeSellers,
    private readonly shares: RaiseShares,
    private readonly back: GiveBack,
    private readonly ledger: Ledger,
  ) {}

  /** The chargeback is open and locked; `amount` is what is taken now, in minor units. */
  async run(tx: Tx, chargeback: ChargebackRow, amount: number): Promise<void> {
    const { id, provider, currency, orderId, paymentId, version, amount: before } = chargeback;
    if (amount === before || amount <= 0) return;
    const orders = await this.sellers.lock(tx, orderId);
    const [at, change] = [this.clock.now(), money(amount - before, currency)];
    const refs = { orderId, paymentId };
    const circumstances = { effectiveAt: at, actor: BANK, refs, places: { psp: provider } };
    await this.ledger.post(tx, disputeChangedJournal(id, version, change, circumstances));
    const excess =
      amount > before
        ? chargeback.excess + (await this.shares.run(tx, chargeback, orders, change.amount)).excess
        : await this.lower(tx, chargeback, orders, -change.amount);
    await this.chargebacks.noteAmount(tx, id, amount, excess, at);
  }

  /** Returns what is too much now. */
  private async lower(tx: Tx, chargeback: ChargebackRow, orders: SellerOrders, by: number): Promise<number> {
    const { id, version, currency, shares, excess } = chargeback;
    const less = lowered(by, currency, excess, shares);
    const parts = shares.map((share, i) => ({ ...share, ...(less.shares[i] ?? { amount: 0, covered: 0 }) }));
    const letGo = async (): Promise<void> => {
      for (const [i, share] of shares.entries()) {
        const { amount = 0, covered = 0 } = parts[i] ?? {};
        const left = { amount: share.amount - amount, covered: share.covered - covered };
        await this.shares.set(tx, chargeback, orders, { ...share, ...left });
      }
    };
    await this.back.run(tx, chargeback, orders, { parts, letGo, source: `${id}:${version}` });
    return excess - less.excess;
  }
}
