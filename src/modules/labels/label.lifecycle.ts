import { defineLifecycle } from '../../kernel/index.js';

/** A carrier's label for a parcel, from the wish to have it. */
export const labelLifecycle = defineLifecycle({
  name: 'label',
  table: 'labels',
  states: ['requested', 'bought', 'refused', 'voiding', 'voided'],
  initial: 'requested',
  final: ['refused', 'voided'],
  transitions: [
    { action: 'buy', from: ['requested'], to: 'bought', by: ['provider'] },
    { action: 'refuse', from: ['requested'], to: 'refused', by: ['provider'] },
    { action: 'void', from: ['bought'], to: 'voiding', by: ['seller'], guard: 'unused, and not invoiced' },
    { action: 'confirm-void', from: ['voiding'], to: 'voided', by: ['provider'] },
    { action: 'refuse-void', from: ['voiding'], to: 'bought', by: ['provider'] },
  ],
});

/** What a carrier wants for its labels; one person records it, another one pays. */
export const carrierInvoiceLifecycle = defineLifecycle({
  name: 'carrier_invoice',
  table: 'carrier_invoices',
  states: ['recorded', 'paid'],
  initial: 'recorded',
  final: ['paid'],
  transitions: [{ action: 'pay', from: ['recorded'], to: 'paid', by: ['finance'], guard: 'by another person' }],
});

export const LABEL_STATES = labelLifecycle.states;
export type LabelState = (typeof LABEL_STATES)[number];
export const CARRIER_INVOICE_STATES = carrierInvoiceLifecycle.states;
