import { plus } from '../../kernel/index.js';

export type AccountOutcome = 'verified' | 'failed';

/** No payout goes to an account this soon after it was named: time for the real owner to notice a theft. */
export const COOL_OFF = 'PT72H';

export const payoutsFrom = (changedAt: Date): Date => plus(changedAt, COOL_OFF);

/** An account connected at the payment provider, in place of one at a bank. */
const CONNECTED_ACCOUNT = /^acct_/;

/** An account number without the spaces and hyphens that people write into it; a connected account stays as it is. */
export const plainAccountNumber = (text: string): string =>
  CONNECTED_ACCOUNT.test(text) ? text : text.replace(/[\s-]/g, '').toUpperCase();

/** What may be shown of an account number. */
export const endingOf = (accountNumber: string): string => accountNumber.slice(-4);
