import { defineLifecycle } from '../../kernel/index.js';

/** What a seller owes, on its way back out of a payout that was paid. */
export const debtCollectionLifecycle = defineLifecycle({
  name: 'debt_collection',
  table: 'debt_collections',
  states: ['requested', 'submitted', 'unknown', 'collected', 'refused'],
  initial: 'requested',
  final: ['collected'],
  transitions: [
    { action: 'submit', from: ['requested'], to: 'submitted', by: ['system'], guard: 'so much is still owed' },
    { action: 'drop', from: ['requested'], to: 'refused', by: ['system'], guard: 'less is owed by now' },
    {
      action: 'lose',
      from: ['submitted'],
      to: 'unknown',
      by: ['system'],
      timer: 'looked up after 1 min, 5 min, 30 min, 2 h, 6 h, then every day; never sent again',
    },
    { action: 'collect', from: ['submitted', 'unknown'], to: 'collected', by: ['provider'] },
    { action: 'refuse', from: ['submitted', 'unknown'], to: 'refused', by: ['provider'] },
    {
      action: 'give-up',
      from: ['unknown'],
      to: 'refused',
      by: ['timer'],
      timer: 'the provider’s books do not hold it a day after it was submitted',
    },
    {
      action: 'find',
      from: ['refused'],
      to: 'collected',
      by: ['provider'],
      guard: 'it was given up, and the provider’s books hold it after all',
    },
  ],
});

export const DEBT_COLLECTION_STATES = debtCollectionLifecycle.states;
export type DebtCollectionState = (typeof DEBT_COLLECTION_STATES)[number];

/** Asked for, and nobody knows yet how it ended. */
export const isOpen = (state: DebtCollectionState): boolean => state === 'submitted' || state === 'unknown';
