import { defineLifecycle } from '../../kernel/index.js';

/** A payment that the card holder's bank took back, from the provider's word to the bank's verdict. */
export const chargebackLifecycle = defineLifecycle({
  name: 'chargeback',
  table: 'chargebacks',
  states: ['opened', 'evidence_due', 'submitted', 'won', 'lost', 'accepted'],
  initial: 'opened',
  final: ['won', 'lost', 'accepted'],
  transitions: [
    { action: 'ask_evidence', from: ['opened'], to: 'evidence_due', by: ['provider'] },
    {
      action: 'submit',
      from: ['opened', 'evidence_due'],
      to: 'submitted',
      by: ['finance', 'risk'],
      guard: 'there is evidence, and time left to give it',
    },
    { action: 'accept', from: ['opened', 'evidence_due'], to: 'accepted', by: ['finance', 'risk'] },
    { action: 'win', from: ['opened', 'evidence_due', 'submitted'], to: 'won', by: ['provider'] },
    { action: 'lose', from: ['opened', 'evidence_due', 'submitted'], to: 'lost', by: ['provider'] },
  ],
});

export const CHARGEBACK_STATES = chargebackLifecycle.states;
export type ChargebackState = (typeof CHARGEBACK_STATES)[number];

export const isOpen = (state: ChargebackState): boolean => !chargebackLifecycle.final.includes(state);
/** While this is so, a seller may say something and staff may send it. */
export const takesEvidence = (state: ChargebackState): boolean => state === 'opened' || state === 'evidence_due';
