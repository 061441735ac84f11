import { defineLifecycle } from '../../kernel/index.js';

export type PayoutAccountState = 'active' | 'disabled';

/** An account that the bank refuses is disabled until its seller names another one. */
export const payoutAccountLifecycle = defineLifecycle({
  name: 'payout_account',
  table: 'seller_payout_accounts',
  states: ['active', 'disabled'],
  initial: 'active',
  final: [],
  transitions: [
    { action: 'disable', from: ['active'], to: 'disabled', by: ['provider', 'system'] },
    { action: 'replace', from: ['disabled'], to: 'active', by: ['seller'] },
  ],
});
