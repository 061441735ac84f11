import { defineError } from '../../kernel/index.js';

export const PaymentNotPayable = defineError<{ state: string }>({
  code: 'payment_not_payable',
  kind: 'conflict',
  en: 'The payment is {state} and cannot be paid.',
  zh: '付款状态为 {state}，无法支付。',
});

export const PaymentExpired = defineError({
  code: 'payment_expired',
  kind: 'conflict',
  en: 'The time to pay has passed.',
  zh: '支付时限已过。',
});

export const AuthorisationInProgress = defineError({
  code: 'authorisation_in_progress',
  kind: 'conflict',
  en: 'Another authorisation of this payment is under way.',
  zh: '该付款的另一次授权正在进行。',
  retryable: true,
});

export const TooManyAttempts = defineError({
  code: 'too_many_payment_attempts',
  kind: 'conflict',
  en: 'The payment was tried too often.',
  zh: '支付尝试次数过多。',
});

export const CardUnreadable = defineError({
  code: 'card_unreadable',
  kind: 'invalid',
  en: 'The card is neither a valid number nor a known token.',
  zh: '卡号无效或令牌未知。',
});

export const NoActionPending = defineError({
  code: 'no_action_pending',
  kind: 'conflict',
  en: 'The payment does not wait for its card holder.',
  zh: '该付款没有等待持卡人操作。',
});

export const PaymentNotCaptured = defineError({
  code: 'payment_not_captured',
  kind: 'conflict',
  en: 'The payment has not been captured, so nothing can be refunded.',
  zh: '付款尚未扣款，无法退款。',
});

export const RefundExceedsCapture = defineError({
  code: 'refund_exceeds_capture',
  kind: 'conflict',
  en: 'More would be refunded than was captured.',
  zh: '退款金额超过已扣款金额。',
});

export const SignatureInvalid = defineError({
  code: 'signature_invalid',
  kind: 'unauthenticated',
  en: 'The message is not signed by the provider, or too old.',
  zh: '消息签名无效或已过期。',
});
