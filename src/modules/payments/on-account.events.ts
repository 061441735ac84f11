import type { Id } from '../../kernel/index.js';
import { defineEvent } from '../../platform/messaging/index.js';
import type { PaymentFact, RefundFact } from './payments.events.js';
import type { PaymentRow } from './payments.rows.js';

interface AccountFact {
  /** UUID of who owes. */
  readonly accountId: string;
}

/** A payment was opened that somebody will owe; it waits for the risk assessment. */
export const paymentOnAccount = defineEvent<PaymentFact>('payment.on-account', 1);
/** A seller has accepted: from now on its part is owed. Minor units. */
export const termsAccepted = defineEvent<
  PaymentFact & AccountFact & { readonly sellerOrderId: Id<'sor'>; readonly sellerId: Id<'sel'> }
>('payment.terms-accepted', 1);
/** Nothing will be owed for the payment. */
export const accountReleased = defineEvent<PaymentFact & AccountFact>('payment.account-released', 1);
/** Less is owed, or what was paid goes back. `isBooked`: the seller had accepted, so that it stands in the books. */
export const accountRefundRequested = defineEvent<
  RefundFact & AccountFact & { readonly sellerId: Id<'sel'>; readonly isBooked: boolean }
>('refund.account-requested', 1);

export function releasedFact({ id: paymentId, orderId, accountId }: PaymentRow) {
  return { subjectId: paymentId, payload: { paymentId, orderId, accountId: accountId ?? '' } };
}
