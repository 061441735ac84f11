import { allowedActions, money, toWire, type UserActor } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { mayApprove, type MemberRow } from '../companies/index.js';
import type { Details } from './order-request-details.js';
import { orderRequestLifecycle } from './order-request.lifecycle.js';
import type { OrderRequestView, RequestedLineView } from './order-requests.dto.js';
import type { OrderRequestRow, RequestedLine } from './order-requests.repository.js';

/** As a member of its company sees it. */
export function orderRequestView(
  row: OrderRequestRow,
  { shippingAddress }: Details,
  caller: { readonly actor: UserActor; readonly member: Pick<MemberRow, 'role'> },
): OrderRequestView {
  return {
    id: toWire('orq', row.id),
    companyId: toWire('cmp', row.companyId),
    requestedBy: toWire('usr', row.requestedBy),
    cartId: toWire('crt', row.cartId),
    state: row.state,
    version: row.version,
    paymentMethod: row.paymentMethod,
    paymentCurrency: row.paymentCurrency,
    totals: Object.entries(row.totals).map(([currency, amount]) => MoneyView.of(money(amount, currency))),
    lines: row.lines.map(lineView),
    shippingAddress,
    note: row.note,
    requestedAt: row.requestedAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    decidedBy: row.decidedBy && toWire('usr', row.decidedBy),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    refusal: row.refusal,
    orderId: row.orderId && toWire('ord', row.orderId),
    allowedActions: allowedActions(orderRequestLifecycle, row.state, ['buyer'], refusalsFor(row, caller)),
  };
}

function refusalsFor(
  { requestedBy }: OrderRequestRow,
  { actor, member }: { readonly actor: UserActor; readonly member: Pick<MemberRow, 'role'> },
): Readonly<Record<string, string | undefined>> {
  const isMine = requestedBy === actor.userId;
  const notAllowed = mayApprove(member.role) ? undefined : 'not_an_approver';
  const decision = isMine ? 'another_person_needed' : notAllowed;
  return { approve: decision, refuse: decision, withdraw: isMine || member.role === 'admin' ? undefined : 'not_yours' };
}

const lineView = ({
  sellerId,
  title,
  sku,
  quantity,
  unitPrice,
  total,
  currency,
}: RequestedLine): RequestedLineView => ({
  ...{ sellerId: toWire('sel', sellerId), title, sku, quantity },
  unitPrice: MoneyView.of(money(unitPrice, currency)),
  total: MoneyView.of(money(total, currency)),
});
