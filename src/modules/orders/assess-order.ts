import type { Id } from '../../kernel/index.js';
import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { Identity, type UserSummary } from '../identity/index.js';
import { Risk, type Assessment, type Facts } from '../risk/index.js';
import { addressKey, type OrderPlan } from './order-plan.domain.js';

export interface AssessedOrder {
  readonly assessment: Assessment;
  readonly facts: Facts;
}

/** Tells the risk engine what an order looks like. Velocity it counts itself. */
@Injectable()
export class AssessOrder {
  constructor(
    private readonly identity: Identity,
    private readonly risk: Risk,
  ) {}

  /** What is known of the buyer; nothing of the order is needed for it. */
  async buyerOf(tx: Tx, buyerId: Id<'usr'>): Promise<UserSummary | undefined> {
    return (await this.identity.usersOf([buyerId], tx)).get(buyerId);
  }

  /** Events of one buyer are assessed one after the other, so that a burst of orders sees itself. */
  async run(tx: Tx, plan: OrderPlan, buyer: UserSummary | undefined): Promise<AssessedOrder> {
    const facts: Facts = {
      accountCreatedAt: buyer?.createdAt.toISOString() ?? null,
      buyerCountry: buyer?.country ?? null,
      shippingCountry: plan.shippingAddress.country,
      addressKey: addressKey(plan.shippingAddress),
      sellerCount: plan.shares.length,
      itemCount: plan.shares.flatMap((share) => share.lines).reduce((count, line) => count + line.quantity, 0),
    };
    const assessment = await this.risk.assess(tx, {
      event: 'order.placed',
      objectId: plan.orderId,
      orderId: plan.orderId,
      buyerId: plan.buyerId,
      amount: plan.totals.total,
      facts,
    });
    return { assessment, facts };
  }
}
