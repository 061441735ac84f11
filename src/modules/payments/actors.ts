import { system, type Actor } from '../../kernel/index.js';

/** Who moves a payment when it is not a person. */
export const PROVIDER: Actor = { kind: 'provider', name: 'payments' };
export const RISK: Actor = system('risk');
