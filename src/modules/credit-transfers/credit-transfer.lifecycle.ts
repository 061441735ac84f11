import { defineLifecycle } from '../../kernel/index.js';

/** Store credit that finance sends to a bank account of its owner, by two people. */
export const creditTransferLifecycle = defineLifecycle({
  name: 'credit_transfer',
  table: 'credit_transfers',
  states: ['proposed', 'approved', 'declined'],
  initial: 'proposed',
  final: ['approved', 'declined'],
  transitions: [
    { action: 'approve', from: ['proposed'], to: 'approved', by: ['finance'], guard: 'by another person' },
    { action: 'decline', from: ['proposed'], to: 'declined', by: ['finance'], guard: 'by another person' },
  ],
});

export const CREDIT_TRANSFER_STATES = creditTransferLifecycle.states;
export type CreditTransferState = (typeof CREDIT_TRANSFER_STATES)[number];
