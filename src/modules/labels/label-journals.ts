import type { Id, Money } from '../../kernel/index.js';
import { credit, debit, journal, type Circumstances, type Journal } from '../ledger/index.js';

/** A label that nobody used is not paid; takes E1 back. */
export const labelVoidedJournal = (labelId: string, cost: Money, bought: Id<'jnl'>, at: Circumstances): Journal =>
  journal(
    ['label', labelId, 'voided'],
    { ...at, reverses: bought },
    debit('carrier_payable', cost),
    credit('carrier_expense', cost),
  );

/** The carrier's invoice is paid by the platform: what E1 owed is owed no more. */
export const carrierPaidJournal = (invoiceId: string, total: Money, at: Circumstances): Journal =>
  journal(['carrier_invoice', invoiceId, 'paid'], at, debit('carrier_payable', total), credit('bank_operating', total));
