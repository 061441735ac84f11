import { Injectable } from '@nestjs/common';
import { add, money, zero, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { drawnFromSeller, Ledger, type Line } from '../ledger/index.js';
import { Orders, partOfSale, type SellerOrder } from '../orders/index.js';
import { ChargeBacks } from '../payments/index.js';
import { SellerHolds } from '../seller-holds/index.js';
import { Settlement } from '../settlement/index.js';
import { BANK } from './actors.js';
import type { ConvertedLoss } from './chargeback-journals.js';
import { ChargebacksRepository, type ChargebackRow, type ShareRow } from './chargebacks.repository.js';

export interface Recovered {
  /** Debits: where the money comes from. */
  readonly lines: readonly Line[];
  /** What nobody but the platform bears. */
  readonly absorbed: Money;
  /** What the platform gets back of a discount that it paid. */
  readonly promotion: Money;
  /** A share of a seller who settles in another currency: it is booked by itself. */
  readonly converted?: ConvertedLoss;
}

/** Finds the money of one seller order's part of a lost chargeback. */
@Injectable()
export class RecoverShares {
  constructor(
    private readonly chargebacks: ChargebacksRepository,
    private readonly orders: Orders,
    private readonly payments: ChargeBacks,
    private readonly settlement: Settlement,
    private readonly holds: SellerHolds,
    private readonly ledger: Ledger,
  ) {}

  /**
   * Refunds that were on the way have been paid by the bank; what the card got all the same, the platform has paid
   * twice. The rest comes from the escrow of what is not delivered or
   * was cancelled, from those who earned it where the seller is liable, and from the platform otherwise. `keepsTax`: the
   * tax on the sale stays owed.
   */
  async run(
    tx: Tx,
    chargeback: ChargebackRow,
    order: SellerOrder,
    share: ShareRow,
    keepsTax: boolean,
  ): Promise<Recovered> {
    const { paymentId, currency } = chargeback;
    const { lines: covered, twice } = await this.payments.cover(tx, { paymentId, ...share });
    if (twice > 0) await this.chargebacks.shiftToExcess(tx, chargeback.id, share.id, twice);
    const isTaken = share.amount > 0 && (chargeback.liable === 'seller' || order.state === 'cancelled');
    const lost = money(twice + (isTaken ? 0 : share.amount), currency);
    if (!isTaken) {
      await this.chargebacks.noteAbsorbed(tx, share.id, share.amount);
      return { lines: covered, absorbed: lost, promotion: zero(currency) };
    }
    const { promotion: added, back } = await this.payments.lose(tx, paymentId, share);
    const settled = back?.settled ?? money(share.amount, currency);
    const promotion = money(added, settled.currency);
    const parts = partOfSale(add(settled, promotion), await this.orders.left(tx, order));
    const { sellerOrderId, sellerId, id: refundId } = share;
    const hold = await this.holds.ofChargeback(tx, share.id);
    const whose = { refundId, sellerOrderId, sellerId, currency: settled.currency, shippingTo: order.shippingTo };
    const lines = await this.settlement.takeBack(tx, { ...whose, ...parts, keepsTax, held: hold?.held ?? 0 });
    if (!back) return { lines: [...covered, ...lines], absorbed: lost, promotion };
    const converted = { amount: money(share.amount, currency), lines: [...lines, ...back.lines], promotion };
    return { lines: covered, absorbed: lost, promotion: zero(currency), converted };
  }

  /** Ends the hold of a share; `lines` tell what of it is being taken. */
  async lift(tx: Tx, share: ShareRow, lines: readonly Line[], reason: string): Promise<void> {
    const hold = await this.holds.ofChargeback(tx, share.id);
    if (hold?.state !== 'active') return;
    const taken = lines.filter(({ account, owner }) => account === 'seller_held' && owner === share.sellerId);
    const used = taken.reduce((sum, line) => sum + line.money.amount, 0);
    await this.holds.release(tx, hold, { used: Math.min(used, hold.held), actor: BANK, reason });
  }

  /** Out of what the seller has; the rest becomes a debt. */
  async feeFrom(tx: Tx, sellerId: string, fee: Money): Promise<Line[]> {
    const [locked] = await this.ledger.lock(tx, sellerId, fee.currency, ['seller_available']);
    return drawnFromSeller(sellerId, fee, { available: money(locked?.balance ?? 0, fee.currency) });
  }
}
