import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { PlanRow } from './plans.repository.js';
import type { SubscriptionInvoiceRow } from './subscription-invoices.repository.js';
import type { PlanView, SubscriptionInvoiceView, SubscriptionView } from './subscriptions.dto.js';
import type { SubscriptionRow } from './subscriptions.repository.js';

const view = (amount: number, currency: string): MoneyView => MoneyView.of(money(amount, currency));

export const planView = ({ id, code, version, nameEn, nameZh, fee, currency, taxBps }: PlanRow): PlanView => ({
  id: toWire('spl', id),
  code,
  version,
  nameEn,
  nameZh,
  fee: view(fee, currency),
  taxBps,
});

export const subscriptionView = (row: SubscriptionRow): SubscriptionView => ({
  id: toWire('sub', row.id),
  sellerId: toWire('sel', row.sellerId),
  state: row.state,
  planId: toWire('spl', row.planId),
  planCode: row.planCode,
  fee: view(row.fee, row.currency),
  startedAt: row.startedAt.toISOString(),
  paidUntil: row.paidUntil.toISOString(),
  cancelledAt: row.cancelledAt?.toISOString() ?? null,
});

export const subscriptionInvoiceView = (row: SubscriptionInvoiceRow): SubscriptionInvoiceView => ({
  id: toWire('sbi', row.id),
  subscriptionId: toWire('sub', row.subscriptionId),
  sellerId: toWire('sel', row.sellerId),
  period: row.period,
  startsAt: row.startsAt.toISOString(),
  endsAt: row.endsAt.toISOString(),
  fee: view(row.fee, row.currency),
  tax: view(row.tax, row.currency),
  owed: view(row.owed, row.currency),
  chargedAt: row.chargedAt.toISOString(),
  refundedAt: row.refundedAt?.toISOString() ?? null,
  refundReason: row.refundReason,
});
