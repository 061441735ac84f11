import type { Id, Money } from '../../kernel/index.js';
import { credit, debit, journal, type Circumstances, type Journal } from '../ledger/index.js';

/**
 * P3 of money that stood as an unknown receipt (X1) until somebody saw whose it was. It has the key of P3, so that the
 * settlement is booked once in whichever way.
 */
export const settlementAppliedJournal = (
  settlementId: string,
  accountId: string,
  amount: Money,
  at: Circumstances,
): Journal =>
  journal(
    ['psp_settlement', settlementId, 'received'],
    at,
    debit('unapplied_receipts', amount, accountId),
    credit('psp_clearing', amount),
  );

/** X1 taken back: somebody has seen whose the money is and books it as such. */
export const receiptTakenOverJournal = (
  itemId: string,
  accountId: string,
  amount: Money,
  unknown: Id<'jnl'>,
  at: Circumstances,
): Journal =>
  journal(
    ['bank_receipt', itemId, 'taken_over'],
    { ...at, reverses: unknown },
    debit('unapplied_receipts', amount, accountId),
    credit('bank_client', amount),
  );
