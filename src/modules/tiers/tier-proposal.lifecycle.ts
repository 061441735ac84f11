import { defineLifecycle } from '../../kernel/index.js';

/** What the facts about a seller suggest; a person confirms what makes it trusted, and all that has to do with T3. */
export const tierProposalLifecycle = defineLifecycle({
  name: 'tier_proposal',
  table: 'tier_proposals',
  states: ['open', 'confirmed', 'declined', 'stale'],
  initial: 'open',
  final: ['confirmed', 'declined', 'stale'],
  transitions: [
    {
      action: 'confirm',
      from: ['open'],
      to: 'confirmed',
      by: ['risk', 'finance', 'system'],
      guard: 'the facts are those of the proposal; by itself only from T0 to T1',
    },
    { action: 'decline', from: ['open'], to: 'declined', by: ['risk', 'finance'] },
    { action: 'lapse', from: ['open'], to: 'stale', by: ['system'], guard: 'the facts have changed' },
  ],
});

export const PROPOSAL_STATES = tierProposalLifecycle.states;
export type ProposalState = (typeof PROPOSAL_STATES)[number];
