import { exponentOf, isCurrency, money } from '../../kernel/index.js';
import type { BankAnswer } from '../settlement/index.js';
import { idOfBankReference } from './payout-file.domain.js';
import { classOf } from './reason-codes.domain.js';

/** The columns of a return file; `status` is a word or an ISO 20022 code of a transaction's state. */
export const RETURN_COLUMNS = ['end_to_end_id', 'status', 'amount', 'currency', 'reference', 'code'] as const;
export type ReturnLine = Readonly<Record<(typeof RETURN_COLUMNS)[number], string>>;

type Heard = 'paid' | 'in_transit' | 'failed' | 'returned';

/** What becomes of a payout, by the word or the code for the state of a transfer. */
export const STATES: Readonly<Record<string, Heard | undefined>> = {
  PAID: 'paid',
  ACSC: 'paid',
  ACCC: 'paid',
  ACCEPTED: 'in_transit',
  ACTC: 'in_transit',
  ACCP: 'in_transit',
  ACSP: 'in_transit',
  PDNG: 'in_transit',
  FAILED: 'failed',
  RJCT: 'failed',
  RETURNED: 'returned',
  RTRN: 'returned',
};

export interface ReadLine {
  readonly payoutId: string;
  readonly answer: BankAnswer;
}

/** What a line says; `undefined` when it cannot be understood. */
export function readLine(line: ReturnLine): ReadLine | undefined {
  const payoutId = idOfBankReference(line.end_to_end_id);
  const state = STATES[line.status.toUpperCase()];
  const reference = line.reference || line.end_to_end_id;
  if (!payoutId || !state) return undefined;
  if (state === 'failed') {
    const code = line.code || 'rejected';
    return { payoutId, answer: { state, reference, code, failureClass: classOf(code) } };
  }
  const amount = amountOf(line);
  return amount && { payoutId, answer: { state, reference, amount } };
}

function amountOf({ amount, currency }: ReturnLine) {
  const units = minorUnitsOf(amount, currency);
  return units === undefined ? undefined : money(units, currency);
}

/** `90.00` in minor units; `undefined` when it is no amount, or finer than the currency. */
export function minorUnitsOf(amount: string, currency: string): number | undefined {
  if (!isCurrency(currency)) return undefined;
  const digits = exponentOf(currency);
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,5}))?$/.exec(amount) ?? [];
  if (whole === undefined || Number(fraction.slice(digits)) !== 0) return undefined;
  return Number(whole + fraction.slice(0, digits).padEnd(digits, '0'));
}
