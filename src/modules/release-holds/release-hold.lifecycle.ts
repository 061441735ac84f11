import { defineLifecycle } from '../../kernel/index.js';

/** Staff stops the release clock of a seller order for a time. */
export const releaseHoldLifecycle = defineLifecycle({
  name: 'release_hold',
  table: 'release_holds',
  states: ['active', 'lifted'],
  initial: 'active',
  final: ['lifted'],
  transitions: [
    { action: 'lift', from: ['active'], to: 'lifted', by: ['risk', 'timer'], timer: 'at the expiry of the hold' },
  ],
});

export const RELEASE_HOLD_STATES = releaseHoldLifecycle.states;
export type ReleaseHoldState = (typeof RELEASE_HOLD_STATES)[number];

/** What the seller is told. */
export const RELEASE_HOLD_REASONS = ['risk_review', 'risk_identity', 'risk_authority', 'risk_other'] as const;
export type ReleaseHoldReason = (typeof RELEASE_HOLD_REASONS)[number];
