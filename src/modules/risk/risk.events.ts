import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

/** `objectId` is what the assessment was about: the payment of the order. */
export interface RiskHoldPayload {
  readonly holdId: Id<'hld'>;
  readonly orderId: Id<'ord'>;
  readonly paymentId: Id<'pay'>;
  readonly objectId: string;
}

export const riskHoldOpened = defineEvent<RiskHoldPayload>('risk.hold-opened', 1);
export const riskReleased = defineEvent<RiskHoldPayload>('risk.released', 1);
export const riskRejected = defineEvent<RiskHoldPayload & { readonly reason: string }>('risk.rejected', 1);

declareUnhandled(riskHoldOpened, 'the hold is a row of the review queue already; integrators read it from the feed');
