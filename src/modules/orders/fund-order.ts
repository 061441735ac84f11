import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { CreditLines } from '../companies/index.js';
import { OnAccount, PayByCredit } from '../payments/index.js';
import type { OrderPlan } from './order-plan.domain.js';

/** What stands for the money of an order as soon as it is placed, besides a card that pays later. */
@Injectable()
export class FundOrder {
  constructor(
    private readonly credit: PayByCredit,
    private readonly lines: CreditLines,
    private readonly account: OnAccount,
  ) {}

  /** @throws NotFound, SpendingLimitExceeded, CreditLineNotActive, CreditLimitExceeded where a company is to owe it */
  async run(tx: Tx, plan: OrderPlan, paymentId: Id<'pay'>): Promise<void> {
    const { orderId, buyerId, companyId, totals, placedAt, useStoreCredit, isApproved } = plan;
    if (companyId === undefined) {
      if (useStoreCredit) await this.credit.run(tx, paymentId);
      return;
    }
    const order = { paymentId, orderId, companyId, userId: buyerId, amount: totals.total, isApproved, at: placedAt };
    await this.lines.reserve(tx, order);
    await this.account.charge(tx, { paymentId, orderId });
  }
}
