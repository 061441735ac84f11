import { Injectable } from '@nestjs/common';
import { add, Clock, money, subtract, zero, type Actor, type Id, type Money } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Ledger, type Circumstances, type Line } from '../ledger/index.js';
import { Orders, type SellerOrder } from '../orders/index.js';
import { ChargebackTaxRules } from './chargeback-tax-rules.repository.js';
import { feeShares } from './chargeback.domain.js';
import { chargebackLostJournal, convertedShareLostJournal, feePassedJournal } from './chargeback-journals.js';
import type { ChargebackRow, ShareRow } from './chargebacks.repository.js';
import { RecoverShares } from './recover-shares.js';

/** C3, C4 and C5: the money is gone; whoever is liable gives what he got of it. */
@Injectable()
export class LoseChargeback {
  constructor(
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly shares: RecoverShares,
    private readonly orders: Orders,
    private readonly taxRules: ChargebackTaxRules,
  ) {}

  async run(
    tx: Tx,
    chargeback: ChargebackRow,
    orders: ReadonlyMap<Id<'sor'>, SellerOrder>,
    actor: Actor,
  ): Promise<void> {
    const { id, paymentId, orderId, currency, shares } = chargeback;
    const [only, other] = shares;
    const seller = only && !other ? { sellerId: only.sellerId, sellerOrderId: only.sellerOrderId } : {};
    const at = { effectiveAt: this.clock.now(), actor, refs: { orderId, paymentId, ...seller } };
    const [lines, taken]: [Line[], Line[]] = [[], []];
    let [amount, absorbed] = [money(chargeback.amount, currency), money(chargeback.excess, currency)];
    let promotion = zero(currency);
    const country = await this.orders.countryOf(tx, orderId);
    const keepsTax = !(await this.taxRules.correctsTax(tx, country, at.effectiveAt));
    for (const share of shares) {
      const order = orders.get(share.sellerOrderId);
      if (!order) throw new Error(`The seller order ${share.sellerOrderId} is not of the order ${orderId}`);
      const recovered = await this.shares.run(tx, chargeback, order, share, keepsTax);
      lines.push(...recovered.lines);
      absorbed = add(absorbed, recovered.absorbed);
      promotion = add(promotion, recovered.promotion);
      if (!recovered.converted) continue;
      amount = subtract(amount, recovered.converted.amount);
      taken.push(...recovered.converted.lines);
      await this.ledger.post(tx, convertedShareLostJournal(id, share.sellerOrderId, recovered.converted, at));
    }
    const amounts = { amount, absorbed, promotion };
    if (amount.amount > 0) await this.ledger.post(tx, chargebackLostJournal(id, lines, amounts, at));
    for (const share of shares) await this.shares.lift(tx, share, [...lines, ...taken], 'dispute_lost');
    if (chargeback.liable === 'seller' && chargeback.feeTo === 'seller') await this.passFee(tx, chargeback, orders, at);
  }

  /**
   * What was cancelled is no fault of its seller’s any more; and the platform bears the fee of a sale that is settled in
   * another currency than the fee.
   */
  private async passFee(
    tx: Tx,
    chargeback: ChargebackRow,
    orders: ReadonlyMap<Id<'sor'>, SellerOrder>,
    at: Circumstances,
  ): Promise<void> {
    const { id, fee, currency } = chargeback;
    const isLiable = ({ sellerOrderId, amount }: ShareRow): boolean => {
      const order = orders.get(sellerOrderId);
      return amount > 0 && order?.state !== 'cancelled' && order?.currency === currency;
    };
    const liable = chargeback.shares.filter(isLiable);
    const parts = feeShares(
      fee,
      currency,
      liable.map(({ amount }) => amount),
    );
    const lines: Line[] = [];
    for (const [i, { sellerId }] of liable.entries())
      lines.push(...(await this.shares.feeFrom(tx, sellerId, money(parts[i] ?? 0, currency))));
    const passed: Money = money(
      parts.reduce((sum, part) => sum + part, 0),
      currency,
    );
    if (passed.amount > 0) await this.ledger.post(tx, feePassedJournal(id, lines, passed, at));
  }
}
