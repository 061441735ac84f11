import { defineLifecycle } from '../../kernel/index.js';

const OPEN = ['issued', 'partially_paid', 'overdue'] as const;

/** What a company owes for one seller order, from the seller's acceptance until it is paid or not owed any more. */
export const invoiceLifecycle = defineLifecycle({
  name: 'account_invoice',
  table: 'account_invoices',
  states: ['issued', 'partially_paid', 'overdue', 'paid', 'credited', 'written_off'],
  initial: 'issued',
  final: ['credited', 'written_off'],
  transitions: [
    { action: 'pay_part', from: ['issued'], to: 'partially_paid', by: ['finance'] },
    { action: 'pay', from: [...OPEN], to: 'paid', by: ['finance', 'system'], guard: 'nothing of it is open any more' },
    {
      action: 'fall_due',
      from: ['issued', 'partially_paid'],
      to: 'overdue',
      by: ['timer'],
      timer: 'the term of the credit line after it was issued',
    },
    { action: 'credit', from: [...OPEN, 'paid'], to: 'credited', by: ['system'], guard: 'all of it was refunded' },
    { action: 'write_off', from: [...OPEN], to: 'written_off', by: ['finance'], guard: 'two people of finance' },
  ],
});

export const INVOICE_STATES = invoiceLifecycle.states;
export type InvoiceState = (typeof INVOICE_STATES)[number];

/** An invoice is given up by two people. */
export const invoiceWriteOffLifecycle = defineLifecycle({
  name: 'invoice_write_off',
  table: 'invoice_write_offs',
  states: ['proposed', 'approved', 'declined'],
  initial: 'proposed',
  final: ['approved', 'declined'],
  transitions: [
    { action: 'approve', from: ['proposed'], to: 'approved', by: ['finance'], guard: 'by another person' },
    { action: 'decline', from: ['proposed'], to: 'declined', by: ['finance'], guard: 'by another person' },
  ],
});
