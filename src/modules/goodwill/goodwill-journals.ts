import type { Money } from '../../kernel/index.js';
import { credit, debit, goodwillJournal, journal, type Circumstances, type Journal } from '../ledger/index.js';
import type { Beneficiary } from './goodwill.repository.js';

/** X3: to a buyer it is store credit, to a seller it is available. */
export const grantedJournal = (
  goodwillId: string,
  { beneficiary, beneficiaryId }: Beneficiary,
  amount: Money,
  at: Circumstances,
): Journal =>
  beneficiary === 'buyer'
    ? goodwillJournal(goodwillId, beneficiaryId, amount, at)
    : journal(
        ['goodwill', goodwillId, 'granted'],
        { ...at, refs: { sellerId: beneficiaryId } },
        debit('goodwill_expense', amount),
        credit('seller_available', amount, beneficiaryId),
      );
