import { defineLifecycle } from '../../kernel/index.js';

/** A seller pays by the month until it has cancelled and the period that it paid for is over. */
export const subscriptionLifecycle = defineLifecycle({
  name: 'subscription',
  table: 'subscriptions',
  states: ['active', 'cancelled', 'ended'],
  initial: 'active',
  final: ['ended'],
  transitions: [
    { action: 'cancel', from: ['active'], to: 'cancelled', by: ['seller', 'system'] },
    { action: 'resume', from: ['cancelled'], to: 'active', by: ['seller'], guard: 'before the period is over' },
    {
      action: 'end',
      from: ['cancelled'],
      to: 'ended',
      by: ['timer'],
      timer: 'the end of the period that was paid for',
    },
  ],
});

export const SUBSCRIPTION_STATES = subscriptionLifecycle.states;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];
