import { defineLifecycle } from '../../kernel/index.js';

/** A member of a company asks that it orders a cart. Nothing is reserved for it: stock and credit are taken with the order. */
export const orderRequestLifecycle = defineLifecycle({
  name: 'order_request',
  table: 'order_requests',
  states: ['requested', 'approved', 'refused', 'withdrawn', 'expired'],
  initial: 'requested',
  final: ['approved', 'refused', 'withdrawn', 'expired'],
  transitions: [
    {
      action: 'approve',
      from: ['requested'],
      to: 'approved',
      by: ['buyer'],
      guard: 'by another person, who may approve so much; the order is placed with it',
    },
    {
      action: 'refuse',
      from: ['requested'],
      to: 'refused',
      by: ['buyer'],
      guard: 'by another person, who may approve',
    },
    { action: 'withdraw', from: ['requested'], to: 'withdrawn', by: ['buyer'], guard: 'by who asked, or an admin' },
    { action: 'expire', from: ['requested'], to: 'expired', by: ['timer'], timer: '7 days after it was made' },
  ],
});

export const ORDER_REQUEST_STATES = orderRequestLifecycle.states;
export type OrderRequestState = (typeof ORDER_REQUEST_STATES)[number];

export const OPEN_FOR = 'P7D';
/** The kind of the deadline; its subject is the request. */
export const EXPIRY = 'order-request.expiry';
