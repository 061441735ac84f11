import { Injectable } from '@nestjs/common';
import { Clock, money, subtract, system, type Money } from '../../kernel/index.js';
import { moveOne, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Deadlines } from '../../platform/messaging/index.js';
import {
  credit,
  debit,
  deliveredJournal,
  feeTaxOf,
  Ledger,
  noted,
  sellerNetOf,
  totalOf,
  type Journal,
} from '../ledger/index.js';
import type { SettlementTerms } from '../orders/index.js';
import { amountsOf, parts, releaseAtDelivery, without, type EarningAmounts, type Frozen } from './earning.domain.js';
import { lockStart } from './earning-clock.js';
import { EarningCompanions } from './earning-companions.js';
import { earningLifecycle } from './earning.lifecycle.js';
import { EarningsRepository } from './earnings.repository.js';

export interface Delivery {
  readonly sellerOrderId: string;
  readonly orderId: string;
  readonly sellerId: string;
  readonly paymentId: string;
  readonly deliveredAt: Date;
  readonly currency: string;
  readonly parts: Frozen;
  readonly ruleVersion: string;
  /** As of the purchase. */
  readonly settlementTerms?: SettlementTerms;
}

/** The goods have arrived: the escrow becomes the seller's earning, which waits for the end of its hold. */
@Injectable()
export class StartEarning {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly ledger: Ledger,
    private readonly earnings: EarningsRepository,
    private readonly deadlines: Deadlines,
    private readonly companions: EarningCompanions,
  ) {}

  /** Does nothing when the seller order was started before. */
  async run(delivery: Delivery): Promise<void> {
    const { sellerOrderId, sellerId, deliveredAt, currency, ruleVersion } = delivery;
    await this.uow.run(async (tx) => {
      const now = this.clock.now();
      const terms = delivery.settlementTerms ?? (await this.earnings.termsNow(tx, sellerId));
      const amounts = await this.left(tx, sellerOrderId, amountsOf(delivery.parts, currency));
      await lockStart(tx, sellerOrderId);
      const [earned, feeTax] = [parts(amounts), money(amounts.feeTax, currency)];
      const releaseAt = releaseAtDelivery(deliveredAt, terms);
      const net = subtract(sellerNetOf(earned), feeTax).amount;
      const earning = { ...delivery, ...amounts, net, feeRuleVersion: ruleVersion, terms, releaseAt };
      if (!(await this.earnings.start(tx, earning, now))) return;
      const actor = system('settlement');
      const refs = { orderId: delivery.orderId, sellerOrderId, sellerId, paymentId: delivery.paymentId };
      const circumstances = { effectiveAt: deliveredAt, actor, refs, ruleVersion };
      const released = deliveredJournal(sellerOrderId, sellerId, earned, circumstances);
      if (released.lines.length > 0) await this.ledger.post(tx, withFeeTax(released, sellerId, feeTax));
      await this.companions.run(tx, earning);
      const [block] = await this.earnings.openBlocks(tx, sellerOrderId);
      if (block)
        await moveOne(tx, earningLifecycle, sellerOrderId, { action: 'freeze', actor, at: now, reason: block.reason });
      else await this.deadlines.set(tx, 'settlement.release', sellerOrderId, releaseAt);
    });
  }

  /** What refunds have left in the escrow; its lock decides against one that is under way. */
  private async left(tx: Tx, sellerOrderId: string, all: EarningAmounts): Promise<EarningAmounts> {
    const [escrow] = await this.ledger.lock(tx, sellerOrderId, all.currency, ['order_escrow']);
    if (escrow?.balance === totalOf(parts(all)).amount) return all;
    return without(all, await this.earnings.refundedInEscrow(tx, sellerOrderId));
  }
}

/** The platform invoices the seller for its fees, and the tax on them is one more pair. */
const withFeeTax = (released: Journal, sellerId: string, tax: Money): Journal =>
  tax.amount === 0
    ? released
    : {
        ...released,
        lines: [
          ...released.lines,
          debit('seller_pending', tax, sellerId),
          noted(credit('tax_payable', tax), feeTaxOf(sellerId)),
        ],
      };
