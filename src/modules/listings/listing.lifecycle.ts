import { defineLifecycle } from '../../kernel/index.js';

/** A listing from draft to archive. Edits of a live one are revisions with a lifecycle of their own. */
export const listingLifecycle = defineLifecycle({
  name: 'listing',
  table: 'listings',
  states: ['draft', 'submitted', 'pending_review', 'active', 'paused', 'removed', 'archived'],
  initial: 'draft',
  final: ['archived'],
  transitions: [
    { action: 'submit', from: ['draft'], to: 'submitted', by: ['seller'], guard: 'the seller may list' },
    { action: 'publish', from: ['submitted'], to: 'active', by: ['system'], guard: 'screening found nothing to stop' },
    { action: 'hold', from: ['submitted'], to: 'pending_review', by: ['system'], guard: 'screening stopped it' },
    { action: 'approve', from: ['pending_review'], to: 'active', by: ['moderator'] },
    { action: 'require_changes', from: ['pending_review', 'active', 'paused'], to: 'draft', by: ['moderator'] },
    {
      action: 'remove',
      from: ['draft', 'submitted', 'pending_review', 'active', 'paused'],
      to: 'removed',
      by: ['moderator'],
      guard: 'a statement of reasons exists',
    },
    { action: 'pause', from: ['active'], to: 'paused', by: ['seller'] },
    { action: 'resume', from: ['paused'], to: 'active', by: ['seller'], guard: 'the seller may list' },
    {
      action: 'archive',
      from: ['draft', 'submitted', 'pending_review', 'active', 'paused', 'removed'],
      to: 'archived',
      by: ['seller'],
    },
  ],
});

export type ListingState = (typeof listingLifecycle.states)[number];
export type ListingAction = (typeof listingLifecycle.transitions)[number]['action'];
