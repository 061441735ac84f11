import { exponentOf, isCurrency, money } from '../../kernel/index.js';
import type { BankAnswer, FailureClass } from '../settlement/index.js';
import { idOfBankReference } from './payout-file.domain.js';

/** The columns of a return file; `status` is a word or an ISO 20022 code of a transaction's state. */
export const RETURN_COLUMNS = ['end_to_end_id', 'status', 'amount', 'currency', 'reference', 'code'] as const;
export type ReturnLine = Readonly<Record<(typeof RETURN_COLUMNS)[number], string>>;

type Heard = 'paid' | 'in_transit' | 'failed' | 'returned';

const STATES: Readonly<Record<string, Heard>> = {
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

/** ISO 20022 reasons that lie in the account: wrong, closed, blocked, of another type or holder, no such bank. */
const ACCOUNT_FAULT = /^(AC0[1-7]|AC1[0-6]|BE0[1-7]|RC0[1-9]|MD07|account_\w+)$/;

const classOf = (code: string): FailureClass => (ACCOUNT_FAULT.test(code) ? 'account' : 'transient');

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
  if (!isCurrency(currency)) return undefined;
  const digits = exponentOf(currency);
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,3}))?$/.exec(amount) ?? [];
  if (whole === undefined || fraction.length > digits) return undefined;
  return money(Number(whole + fraction.padEnd(digits, '0')), currency);
}
