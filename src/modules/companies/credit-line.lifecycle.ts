import { defineLifecycle } from '../../kernel/index.js';

/** Whether a company may order on account in a currency. */
export const creditLineLifecycle = defineLifecycle({
  name: 'credit_line',
  table: 'credit_lines',
  states: ['active', 'suspended', 'closed'],
  initial: 'active',
  final: ['closed'],
  transitions: [
    {
      action: 'suspend',
      from: ['active'],
      to: 'suspended',
      by: ['finance', 'timer'],
      timer: 'an invoice is not paid when it is due',
    },
    {
      action: 'reinstate',
      from: ['suspended'],
      to: 'active',
      by: ['finance', 'system'],
      guard: 'by the system when nothing is overdue any more and finance has not suspended it',
    },
    { action: 'close', from: ['active', 'suspended'], to: 'closed', by: ['finance'] },
  ],
});

export const CREDIT_LINE_STATES = creditLineLifecycle.states;
export type CreditLineState = (typeof CREDIT_LINE_STATES)[number];
