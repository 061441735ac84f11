import { defineLifecycle } from '../../kernel/index.js';

/** What was told to an authority, until it is paid. */
export const taxFilingLifecycle = defineLifecycle({
  name: 'tax_filing',
  table: 'tax_filings',
  states: ['recorded', 'paid', 'withdrawn'],
  initial: 'recorded',
  final: ['paid', 'withdrawn'],
  transitions: [
    {
      action: 'pay',
      from: ['recorded'],
      to: 'paid',
      by: ['finance'],
      guard: 'by another person; so much tax is payable',
    },
    { action: 'withdraw', from: ['recorded'], to: 'withdrawn', by: ['finance'] },
  ],
});

export const TAX_FILING_STATES = taxFilingLifecycle.states;
export type TaxFilingState = (typeof TAX_FILING_STATES)[number];
