export { Payments, type PaymentSummary } from './payments.js';
export { PaymentsModule } from './payments.module.js';
export type { PaymentToOpen } from './open-payment.js';
export type { PaymentToVoid } from './give-back-payment.js';
export type { RefundToRequest } from './request-refund.js';
export { PaymentNotCaptured, RefundExceedsCapture } from './payments.errors.js';
export { type PaymentCaptured, type PaymentFact, type PaymentPart, type RefundFact } from './payments.events.js';
export { paymentAuthorised, paymentCaptured, paymentExpired, paymentFailed, paymentHeld } from './payments.events.js';
export { paymentVoided, refundFailed, refundRequested, refundSucceeded } from './payments.events.js';
