import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import type { Tx } from '../../platform/database/index.js';
import { Identity } from '../identity/index.js';
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

  /** What the account says about its owner; read before the transaction opens. */
  async factsOf(buyerId: Id<'usr'>): Promise<Facts> {
    const users = await this.identity.usersOf([buyerId]);
    const buyer = users.get(buyerId);
    return { accountCreatedAt: buyer?.createdAt.toISOString() ?? null, buyerCountry: buyer?.country ?? null };
  }

  async run(tx: Tx, plan: OrderPlan, buyer: Facts): Promise<AssessedOrder> {
    const facts: Facts = {
      ...buyer,
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
