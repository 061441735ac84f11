import { defineLifecycle } from '../../kernel/index.js';

/** Stock that is set aside for an order which is not paid yet. */
export const reservationLifecycle = defineLifecycle({
  name: 'stock_reservation',
  table: 'stock_reservations',
  states: ['active', 'consumed', 'released', 'expired'],
  initial: 'active',
  final: ['consumed', 'released'],
  transitions: [
    { action: 'consume', from: ['active'], to: 'consumed', by: ['system'] },
    { action: 'release', from: ['active'], to: 'released', by: ['system'] },
    { action: 'expire', from: ['active'], to: 'expired', by: ['timer'], timer: 'a quarter of an hour after it ends' },
    {
      action: 'revive',
      from: ['expired'],
      to: 'active',
      by: ['system'],
      guard: 'the stock is still there',
    },
  ],
});

export type ReservationState = (typeof reservationLifecycle.states)[number];
