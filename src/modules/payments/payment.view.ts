import { allowedActions, money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import { authorisationState, type AttemptState } from './authorisation.domain.js';
import { paymentLifecycle, type PaymentState } from './payment.lifecycle.js';
import type { AuthorisationView, PaymentView } from './payments.dto.js';
import type { AttemptRow, PartRow, PaymentRow } from './payments.rows.js';

export interface Told {
  readonly id: string;
  readonly orderId: string;
  readonly state: PaymentState;
  readonly currency: string;
  readonly amount: number;
}

export interface AttemptTold {
  readonly state: AttemptState;
  readonly declineCode?: string | null;
  readonly actionUrl?: string | null;
}

export function authorisationViewOf(
  payment: Told & { endReason?: string | null },
  attempt: AttemptTold,
): AuthorisationView {
  const state = authorisationState(payment.state, attempt.state);
  const declineCode = payment.endReason ?? attempt.declineCode ?? undefined;
  return {
    paymentId: toWire('pay', payment.id),
    orderId: toWire('ord', payment.orderId),
    state,
    amount: MoneyView.of(money(payment.amount, payment.currency)),
    declineCode: state === 'declined' ? declineCode : undefined,
    actionUrl: state === 'requires_action' ? (attempt.actionUrl ?? undefined) : undefined,
  };
}

/** Why an answer is unknown is no reason to refuse a card: what became of the attempt is told when it is known. */
export function paymentViewOf(payment: PaymentRow, parts: readonly PartRow[], attempt?: AttemptRow): PaymentView {
  const view = (amount: number) => MoneyView.of(money(amount, payment.currency));
  const refusal = attempt?.state === 'unknown' ? undefined : attempt?.declineCode;
  return {
    id: toWire('pay', payment.id),
    orderId: toWire('ord', payment.orderId),
    state: payment.state,
    method: payment.accountId === null ? 'card' : 'on_account',
    version: payment.version,
    amount: view(payment.amount),
    storeCredit: view(payment.storeCredit),
    captured: view(payment.captured),
    refunded: view(payment.refunded),
    parts: parts.map((part) => ({
      sellerOrderId: toWire('sor', part.sellerOrderId),
      amount: view(part.amount),
      captured: view(part.captured),
      refunded: view(part.refunded),
    })),
    declineCode: payment.endReason ?? refusal ?? undefined,
    actionUrl: payment.state === 'requires_action' ? (attempt?.actionUrl ?? undefined) : undefined,
    expiresAt: payment.expiresAt.toISOString(),
    createdAt: payment.createdAt.toISOString(),
    allowedActions: allowedActions(paymentLifecycle, payment.state, ['buyer']),
  };
}
