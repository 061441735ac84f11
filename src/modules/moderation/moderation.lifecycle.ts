import { defineLifecycle } from '../../kernel/index.js';

/** A question for a moderator about one subject and one reason. */
export const caseLifecycle = defineLifecycle({
  name: 'moderation case',
  table: 'moderation_cases',
  states: ['open', 'assigned', 'decided', 'closed'],
  initial: 'open',
  final: ['decided', 'closed'],
  transitions: [
    { action: 'claim', from: ['open'], to: 'assigned', by: ['moderator'] },
    { action: 'return', from: ['assigned'], to: 'open', by: ['timer'], timer: 'the lease of 30 minutes ran out' },
    {
      action: 'decide',
      from: ['open', 'assigned'],
      to: 'decided',
      by: ['moderator', 'system'],
      guard: 'nobody else holds the lease, and the moderator does not belong to the seller',
    },
    { action: 'close', from: ['open', 'assigned'], to: 'closed', by: ['system'] },
  ],
});
