import { defineLifecycle } from '../../kernel/index.js';

/** A proposed edit of a live listing; the old content stays until the edit is approved. */
export const revisionLifecycle = defineLifecycle({
  name: 'listing_revision',
  table: 'listing_revisions',
  states: ['pending', 'requires_action', 'approved', 'declined', 'cancelled'],
  initial: 'pending',
  final: ['approved', 'declined', 'cancelled'],
  transitions: [
    { action: 'approve', from: ['pending'], to: 'approved', by: ['system', 'moderator'] },
    { action: 'require_changes', from: ['pending'], to: 'requires_action', by: ['system', 'moderator'] },
    { action: 'decline', from: ['pending', 'requires_action'], to: 'declined', by: ['moderator'] },
    {
      action: 'cancel',
      from: ['pending', 'requires_action'],
      to: 'cancelled',
      by: ['seller', 'moderator'],
      guard: 'a newer edit replaces it, or the listing ends',
    },
  ],
});

export type RevisionState = (typeof revisionLifecycle.states)[number];
