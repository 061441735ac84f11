import { allowedActions, money, toWire, type Actor, type Party } from '../../kernel/index.js';
import { actsFor } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { orderStateOf, sellerNet } from './order.domain.js';
import type { ShippingAddress } from './order-plan.domain.js';
import type { CancellationView, OrderLineView, OrderTotalsView, OrderView, SellerOrderView } from './orders.dto.js';
import type { OrderRow } from './orders.repository.js';
import { sellerOrderLifecycle } from './seller-order.lifecycle.js';
import type { OrderLineRow, SellerOrderRow } from './seller-orders.repository.js';

export interface Viewer {
  readonly isBuyer: boolean;
  readonly isSeller: boolean;
}

export const viewerOf = (actor: Actor, row: Pick<SellerOrderRow, 'buyerId' | 'sellerId'>): Viewer => ({
  isBuyer: actor.kind === 'user' && actor.userId === row.buyerId,
  isSeller: actsFor(actor, row.sellerId),
});

const BEFORE_PAYMENT = new Set(['pending_payment', 'on_hold', 'expired']);

/** Whether the seller may know where the goods go: from the payment on. */
export const revealsAddress = (row: Pick<SellerOrderRow, 'state' | 'acceptBy'>): boolean =>
  !BEFORE_PAYMENT.has(row.state) && row.acceptBy !== null;

interface Amounts {
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  readonly discount: number;
  readonly total: number;
}

export function sellerOrderView(
  row: SellerOrderRow,
  viewer: Viewer,
  shippingAddress?: ShippingAddress,
): SellerOrderView {
  const parties: Party[] = [
    ...(viewer.isBuyer ? (['buyer'] as const) : []),
    ...(viewer.isSeller ? (['seller'] as const) : []),
  ];
  return {
    id: toWire('sor', row.id),
    orderId: toWire('ord', row.orderId),
    sellerId: toWire('sel', row.sellerId),
    state: row.state,
    version: row.version,
    totals: totalsView(amountsOf(row), row.currency),
    ...paymentView(row),
    lines: row.lines.map((line) => lineView(line, row.currency)),
    placedAt: row.placedAt.toISOString(),
    ...instantsView(row),
    ...(row.cancellation && { cancellation: cancellationView(row, viewer) }),
    ...(shippingAddress && { shippingAddress }),
    ...(viewer.isSeller && { earnings: earningsView(row) }),
    allowedActions: allowedActions(sellerOrderLifecycle, row.state, parties),
  };
}

export function orderView(
  row: OrderRow,
  sellerOrders: readonly SellerOrderRow[],
  contact: { shippingAddress: ShippingAddress; email?: string },
): OrderView {
  return {
    id: toWire('ord', row.id),
    state: orderStateOf(sellerOrders.map((each) => each.state)),
    paymentId: toWire('pay', row.paymentId),
    paymentMethod: row.accountId === null ? 'card' : 'on_account',
    ...(row.accountId !== null && { companyId: toWire('cmp', row.accountId) }),
    totals: totalsView(
      {
        item: row.itemTotal,
        tax: row.taxTotal,
        shipping: row.shippingTotal,
        discount: row.discountTotal,
        total: row.total,
      },
      row.currency,
    ),
    ...contact,
    placedAt: row.placedAt.toISOString(),
    payBy: row.payBy.toISOString(),
    sellerOrders: sellerOrders.map((each) => sellerOrderView(each, { isBuyer: true, isSeller: false })),
  };
}

function paymentView({ quoteId, paymentCurrency, paymentTotal }: SellerOrderRow): Pick<SellerOrderView, 'payment'> {
  if (quoteId === null || paymentCurrency === null || paymentTotal === null) return {};
  return { payment: { quoteId: toWire('fxq', quoteId), amount: MoneyView.of(money(paymentTotal, paymentCurrency)) } };
}

function instantsView(row: SellerOrderRow): Partial<SellerOrderView> {
  const instants = {
    acceptBy: row.acceptBy,
    shipBy: row.shipBy,
    shipOverdueAt: row.shipOverdueAt,
    shippedAt: row.shippedAt,
    deliveryExpectedAt: row.deliveryExpectedAt,
    deliveredAt: row.deliveredAt,
    confirmedAt: row.confirmedAt,
  };
  const known = Object.entries(instants).flatMap(([name, at]) => (at ? [[name, at.toISOString()]] : []));
  return Object.fromEntries(known) as Partial<SellerOrderView>;
}

function cancellationView({ cancellation }: SellerOrderRow, viewer: Viewer): CancellationView | undefined {
  if (!cancellation) return undefined;
  const { by, reason, note, refundId, at } = cancellation;
  return {
    by,
    reason,
    ...(note !== null && { note }),
    at: new Date(at).toISOString(),
    ...(refundId !== null && viewer.isBuyer && { refundId: toWire('rfd', refundId) }),
  };
}

function earningsView(row: SellerOrderRow): SellerOrderView['earnings'] {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, row.currency));
  return {
    commission: view(row.commission),
    otherFees: view(row.fixedFee + row.paymentFee),
    feeTax: view(row.feeTax),
    discountBorne: view(row.sellerDiscount),
    shippingTo: row.shippingTo,
    sellerNet: view(sellerNet(row)),
  };
}

function lineView(line: OrderLineRow, currency: string): OrderLineView {
  return {
    id: toWire('lin', line.id),
    variantId: toWire('var', line.variantId),
    listingId: toWire('lst', line.listingId),
    title: line.title,
    sku: line.sku,
    condition: line.condition,
    quantity: line.quantity,
    unitPrice: MoneyView.of(money(line.unitPrice, currency)),
    totals: totalsView(amountsOf(line), currency),
  };
}

const amountsOf = (row: Omit<Amounts, 'discount'> & { platformDiscount: number; sellerDiscount: number }): Amounts => ({
  ...row,
  discount: row.platformDiscount + row.sellerDiscount,
});

function totalsView({ item, tax, shipping, discount, total }: Amounts, currency: string): OrderTotalsView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  return { item: view(item), tax: view(tax), shipping: view(shipping), discount: view(discount), total: view(total) };
}
