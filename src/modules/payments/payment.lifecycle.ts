import { defineLifecycle } from '../../kernel/index.js';

/**
 * One payment for all seller orders of an order. While a capture is under way the payment stays `authorised` and its
 * capture attempt is the claim: nothing gives the authorisation back then.
 */
export const paymentLifecycle = defineLifecycle({
  name: 'payment',
  table: 'payments',
  states: ['created', 'requires_action', 'authorised', 'held', 'captured', 'voiding', 'voided', 'expired', 'failed'],
  initial: 'created',
  final: ['captured', 'voided', 'expired', 'failed'],
  transitions: [
    { action: 'ask_holder', from: ['created'], to: 'requires_action', by: ['provider'] },
    {
      action: 'authorise',
      from: ['created', 'requires_action'],
      to: 'authorised',
      by: ['buyer', 'provider'],
      guard: 'the card is approved by the provider; one authorisation at a time',
    },
    { action: 'decline', from: ['requires_action'], to: 'created', by: ['provider'] },
    { action: 'hold', from: ['authorised'], to: 'held', by: ['system'], guard: 'the risk assessment says so' },
    { action: 'hold', from: ['created'], to: 'held', by: ['system'], guard: 'on account; the risk assessment says so' },
    { action: 'release', from: ['held'], to: 'authorised', by: ['risk', 'timer'] },
    { action: 'capture', from: ['authorised'], to: 'captured', by: ['provider'] },
    {
      action: 'cover',
      from: ['created'],
      to: 'captured',
      by: ['system'],
      guard: 'store credit pays all of it',
    },
    {
      action: 'grant',
      from: ['created', 'authorised'],
      to: 'captured',
      by: ['system'],
      guard: 'on account, within the credit line',
    },
    { action: 'fail', from: ['authorised'], to: 'failed', by: ['provider'] },
    {
      action: 'expire',
      from: ['created'],
      to: 'expired',
      by: ['timer', 'system'],
      timer: 'the payment deadline of the order',
      guard: 'no authorisation is under way',
    },
    {
      action: 'give_back',
      from: ['created', 'requires_action', 'authorised', 'held'],
      to: 'voiding',
      by: ['risk', 'timer', 'system'],
      guard: 'no capture is under way',
    },
    { action: 'void', from: ['voiding'], to: 'voided', by: ['provider'] },
  ],
});

export type PaymentState = (typeof paymentLifecycle.states)[number];
