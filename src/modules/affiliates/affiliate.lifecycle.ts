import { defineLifecycle } from '../../kernel/index.js';

/** Somebody who brings buyers. */
export const affiliateLifecycle = defineLifecycle({
  name: 'affiliate',
  table: 'affiliates',
  states: ['applied', 'active', 'suspended'],
  initial: 'applied',
  final: [],
  transitions: [
    { action: 'activate', from: ['applied', 'suspended'], to: 'active', by: ['finance'] },
    { action: 'suspend', from: ['applied', 'active'], to: 'suspended', by: ['finance'] },
  ],
});

/** The commission of one seller order; its id is the seller order's. */
export const referralLifecycle = defineLifecycle({
  name: 'affiliate_referral',
  table: 'affiliate_referrals',
  states: ['referred', 'earned', 'released'],
  initial: 'referred',
  final: ['released'],
  transitions: [
    { action: 'earn', from: ['referred'], to: 'earned', by: ['system'], guard: 'the goods have arrived' },
    {
      action: 'release',
      from: ['earned'],
      to: 'released',
      by: ['timer'],
      guard: 'no chargeback of the sale is open',
      timer: 'delivery + the days in which goods may go back',
    },
  ],
});

/** Money on its way to an affiliate: one person makes the payout, another one pays it. */
export const affiliatePayoutLifecycle = defineLifecycle({
  name: 'affiliate_payout',
  table: 'affiliate_payouts',
  states: ['created', 'paid', 'failed', 'returned'],
  initial: 'created',
  final: ['failed', 'returned'],
  transitions: [
    {
      action: 'pay',
      from: ['created'],
      to: 'paid',
      by: ['finance'],
      guard: 'by another person; payouts are switched on',
    },
    { action: 'fail', from: ['created'], to: 'failed', by: ['finance'] },
    { action: 'return', from: ['paid'], to: 'returned', by: ['finance'] },
  ],
});

export const AFFILIATE_STATES = affiliateLifecycle.states;
export const AFFILIATE_PAYOUT_STATES = affiliatePayoutLifecycle.states;
