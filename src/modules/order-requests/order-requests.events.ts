import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

export interface OrderRequestFact {
  readonly orderRequestId: Id<'orq'>;
  readonly companyId: Id<'cmp'>;
  readonly requestedBy: Id<'usr'>;
}

/** Somebody of the company is to decide. */
export const orderRequested = defineEvent<OrderRequestFact>('order-request.made', 1);
/** Approved, refused, withdrawn or expired; with the order that was placed. */
export const orderRequestClosed = defineEvent<
  OrderRequestFact & { readonly state: string; readonly orderId: Id<'ord'> | null }
>('order-request.closed', 1);

const FEED = 'a fact for whoever writes to the members of the company; no module acts on it';
declareUnhandled(orderRequested, FEED);
declareUnhandled(orderRequestClosed, FEED);
