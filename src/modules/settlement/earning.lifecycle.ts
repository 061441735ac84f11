import { defineLifecycle } from '../../kernel/index.js';

/** The earning of one delivered seller order, from delivery to the seller's available balance. */
export const earningLifecycle = defineLifecycle({
  name: 'earning',
  table: 'earnings',
  states: ['pending', 'frozen', 'available'],
  initial: 'pending',
  final: ['available'],
  transitions: [
    {
      action: 'release',
      from: ['pending'],
      to: 'available',
      by: ['timer'],
      timer: 'delivery + the hold of the tier, or confirmation + 1 day, whichever is earlier',
    },
    { action: 'freeze', from: ['pending'], to: 'frozen', by: ['risk', 'moderator', 'system'] },
    {
      action: 'unfreeze',
      from: ['frozen'],
      to: 'pending',
      by: ['risk', 'moderator', 'system'],
      guard: 'nothing else blocks it',
    },
  ],
});
