import { Injectable } from '@nestjs/common';
import { money } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Deadlines, Outbox } from '../../platform/messaging/index.js';
import { Payments } from '../payments/index.js';
import type { AssessedOrder } from './assess-order.js';
import { FundOrder } from './fund-order.js';
import { OrderContact } from './order-contact.js';
import type { OrderPlan } from './order-plan.domain.js';
import { orderRow, sellerOrderRows } from './order-records.js';
import { orderView } from './order.view.js';
import type { OrderView } from './orders.dto.js';
import { orderPlaced, orderReferred, type OrderPlaced } from './orders.events.js';
import { OrdersRepository } from './orders.repository.js';
import { DEADLINES } from './seller-order.lifecycle.js';

/** Writes a planned order: its payment, its rows, its deadline and its fact, and what stands for its money. */
@Injectable()
export class RegisterOrder {
  constructor(
    private readonly payments: Payments,
    private readonly funding: FundOrder,
    private readonly orders: OrdersRepository,
    private readonly contact: OrderContact,
    private readonly deadlines: Deadlines,
    private readonly outbox: Outbox,
  ) {}

  /** `last` writes what comes after it, and leaves in one packet with it where it waits for nothing. */
  async run(
    tx: Tx,
    plan: OrderPlan,
    { assessment, facts }: AssessedOrder,
    last: (view: OrderView) => Promise<unknown>,
  ): Promise<OrderView> {
    const { orderId, buyerId, currency, totals, shippingAddress, email } = plan;
    const paymentId = newId('pay');
    const payment = {
      ...{ paymentId, orderId },
      buyerId,
      currency,
      total: totals.total,
      parts: plan.shares.map(({ sellerOrderId, sellerId, total, parts, conversion }) => ({
        ...{ sellerOrderId, sellerId, amount: conversion?.paid ?? total },
        promotion: money(parts.platformDiscount, total.currency),
        conversion: conversion && { ...conversion, settled: total },
      })),
      expiresAt: plan.payBy,
      risk: { outcome: assessment.outcome, facts },
      accountId: plan.companyId,
    };
    const order = orderRow(plan, paymentId, {
      shipToSealed: this.contact.sealAddress(orderId, shippingAddress),
      emailSealed: email === undefined ? null : this.contact.sealEmail(orderId, email),
    });
    const sellerOrders = sellerOrderRows(plan, order);
    const risk = { decisionId: assessment.decisionId, shippingCountry: shippingAddress.country };
    const shares = sellerOrders.map(({ id, sellerId, total, currency: settledIn }) => ({
      ...{ sellerOrderId: id, sellerId, total, currency: settledIn },
    }));
    const fact = { orderId, buyerId, paymentId, currency, total: order.total, sellerOrders: shares };
    const placed = [orderPlaced, { subjectId: orderId, payload: fact }] as const;
    const code = plan.affiliateCode;
    const referred = code === undefined ? [] : [[orderReferred, referralOf(fact, code)] as const];
    const view = orderView(order, sellerOrders, { shippingAddress, ...(email !== undefined && { email }) });
    // Written in this order, in one packet.
    await Promise.all([
      this.payments.open(tx, payment),
      this.orders.place(tx, order, sellerOrders, risk),
      this.deadlines.set(tx, DEADLINES.payment, orderId, plan.payBy),
      this.outbox.publishAll(tx, [placed, ...referred]),
      this.funding.run(tx, plan, paymentId).then(() => last(view)),
    ]);
    return view;
  }
}

const referralOf = ({ orderId, buyerId, sellerOrders }: OrderPlaced, code: string) => ({
  subjectId: orderId,
  payload: {
    orderId,
    buyerId,
    code,
    sellerOrders: sellerOrders.map(({ sellerOrderId, sellerId }) => ({ sellerOrderId, sellerId })),
  },
});
