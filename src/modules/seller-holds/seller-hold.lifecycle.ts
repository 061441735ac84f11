import { defineLifecycle } from '../../kernel/index.js';

/** A stop of a seller's money, from its placing to its end. */
export const sellerHoldLifecycle = defineLifecycle({
  name: 'seller hold',
  table: 'seller_holds',
  states: ['active', 'lifted', 'used'],
  initial: 'active',
  final: ['lifted', 'used'],
  transitions: [
    {
      action: 'lift',
      from: ['active'],
      to: 'lifted',
      by: ['risk', 'finance', 'timer', 'system'],
      timer: 'the expiry that its placing named',
      guard: 'what a chargeback holds, only its end lifts',
    },
    { action: 'use', from: ['active'], to: 'used', by: ['system'], guard: 'the claim it was placed for is due' },
  ],
});

export const SELLER_HOLD_STATES = sellerHoldLifecycle.states;
export type SellerHoldState = (typeof SELLER_HOLD_STATES)[number];
