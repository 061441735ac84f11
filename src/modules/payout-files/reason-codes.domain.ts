import type { FailureClass } from '../settlement/index.js';

/**
 * Reasons of ISO 20022 (ExternalStatusReason1Code) that lie in the creditor, its account or its bank: wrong, closed,
 * blocked, of another type, currency or holder, no such bank. Only another account helps.
 */
const OF_CREDITOR = new Set([
  ...['AC01', 'AC03', 'AC04', 'AC06', 'AC07', 'AC11', 'AC12', 'AC14', 'AC15', 'AC16', 'AG01'],
  ...['BE01', 'BE04', 'BE06', 'CNOR', 'CRED', 'MD07', 'RC01', 'RC02', 'RC04'],
]);

/** What a bank that knows no codes says instead: `account_closed`, … */
const IN_WORDS = /^account_\w+$/;

/**
 * Whose fault it is. Everything else passes, our own account's faults (AC02, AC05, AC10, AC13, BE05, BE07, RC03, DNOR)
 * among it: no seller has to name another account for those.
 */
export const classOf = (code: string): FailureClass =>
  OF_CREDITOR.has(code) || IN_WORDS.test(code) ? 'account' : 'transient';
