import { defineLifecycle } from '../../kernel/index.js';

/** A debt that is given up: one person proposes it, another one decides. */
export const writeOffLifecycle = defineLifecycle({
  name: 'write_off',
  table: 'write_offs',
  states: ['proposed', 'approved', 'declined'],
  initial: 'proposed',
  final: ['approved', 'declined'],
  transitions: [
    {
      action: 'approve',
      from: ['proposed'],
      to: 'approved',
      by: ['finance'],
      guard: 'by another person; so much is owed',
    },
    { action: 'decline', from: ['proposed'], to: 'declined', by: ['finance'], guard: 'by another person' },
  ],
});

export const WRITE_OFF_STATES = writeOffLifecycle.states;
export type WriteOffState = (typeof WRITE_OFF_STATES)[number];
