import { defineLifecycle } from '../../kernel/index.js';

/** Money that staff give away: alone within a limit, above it two people. */
export const goodwillLifecycle = defineLifecycle({
  name: 'goodwill',
  table: 'goodwill_grants',
  states: ['proposed', 'granted', 'declined'],
  initial: 'proposed',
  final: ['granted', 'declined'],
  transitions: [
    {
      action: 'grant',
      from: ['proposed'],
      to: 'granted',
      by: ['moderator', 'risk', 'finance', 'admin'],
      guard: 'within what the role gives away alone on one day',
    },
    { action: 'approve', from: ['proposed'], to: 'granted', by: ['finance'], guard: 'by another person' },
    { action: 'decline', from: ['proposed'], to: 'declined', by: ['finance'], guard: 'by another person' },
  ],
});

export const GOODWILL_STATES = goodwillLifecycle.states;
export type GoodwillState = (typeof GOODWILL_STATES)[number];
