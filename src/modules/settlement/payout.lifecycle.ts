import { defineLifecycle } from '../../kernel/index.js';

/** Money on its way from a seller's available balance to the seller's bank account. A draft waits for two people. */
export const payoutLifecycle = defineLifecycle({
  name: 'payout',
  table: 'payouts',
  states: ['draft', 'approved', 'submitted', 'in_transit', 'paid', 'failed', 'canceled', 'returned', 'unknown'],
  initial: 'draft',
  final: ['failed', 'canceled', 'returned'],
  transitions: [
    {
      action: 'approve',
      from: ['draft'],
      to: 'approved',
      by: ['system', 'finance'],
      guard: 'within the limits, or two people have approved it in a day',
    },
    { action: 'cancel', from: ['draft', 'approved'], to: 'canceled', by: ['finance'] },
    { action: 'submit', from: ['approved'], to: 'submitted', by: ['system'], guard: 'payouts are enabled' },
    {
      action: 'refuse',
      from: ['draft', 'approved'],
      to: 'failed',
      by: ['system'],
      guard: 'payee, destination, amount or currency has changed',
    },
    { action: 'accept', from: ['submitted', 'unknown'], to: 'in_transit', by: ['provider'] },
    {
      action: 'lose',
      from: ['submitted'],
      to: 'unknown',
      by: ['system'],
      timer: 'looked up after 1 min, 5 min, 30 min, 2 h, 6 h, then every day; never sent again',
    },
    { action: 'pay', from: ['submitted', 'in_transit', 'unknown'], to: 'paid', by: ['provider'] },
    { action: 'fail', from: ['submitted', 'in_transit', 'unknown'], to: 'failed', by: ['provider'] },
    {
      action: 'give-up',
      from: ['unknown'],
      to: 'failed',
      by: ['timer'],
      timer: 'the bank’s books do not hold it a day after it was submitted',
    },
    { action: 'return', from: ['paid'], to: 'returned', by: ['provider'] },
  ],
});

export type PayoutState = (typeof payoutLifecycle)['states'][number];

const OPEN: ReadonlySet<PayoutState> = new Set(['submitted', 'in_transit', 'unknown']);

/** Asked for, and nobody knows yet how it ended. */
export const isOpen = (state: PayoutState): boolean => OPEN.has(state);
