export { Payments, type PaymentSummary } from './payments.js';
export { PaymentProvider, type Answer, type AuthorisationRequest, type CardFacts } from './payment-provider.js';
export { ChargeBacks, type LostShare } from './charge-backs.js';
export type { PartBack } from './converted-part.js';
export type { ChargedPart } from './charge-back.domain.js';
export type { Charge, ChargeLookup, DisputeEvidence, ProviderDispute, ProviderRefund } from './payment-provider.js';
export type { RefundLookup, RefundRequest } from './payment-provider.js';
export type { DisputeMessage, ObjectMessage, ProviderMessage } from './provider-message.domain.js';
export { PaymentProviders } from './payment-providers.js';
export { PaymentsModule } from './payments.module.js';
export { PayByCredit } from './pay-by-credit.js';
export { OnAccount, type AccountPart } from './on-account.js';
export { PAYMENT_METHODS, type PaymentMethod } from './on-account.domain.js';
export { accountRefundRequested, accountReleased, termsAccepted } from './on-account.events.js';
export type { PaymentToOpen } from './open-payment.js';
export type { PaymentToVoid } from './give-back-payment.js';
export type { RefundSummary } from './refunds.repository.js';
export type { RefundToRequest } from './request-refund.js';
export { PaymentNotCaptured, RefundExceedsCapture, SignatureInvalid } from './payments.errors.js';
export {
  type PaymentCaptured,
  type PaymentDisputed,
  type PaymentFact,
  type PaymentPart,
  type RefundFact,
} from './payments.events.js';
export { paymentAuthorised, paymentCaptured, paymentExpired, paymentFailed, paymentHeld } from './payments.events.js';
export { paymentDisputed, paymentVoided, refundFailed, refundRequested, refundSucceeded } from './payments.events.js';
