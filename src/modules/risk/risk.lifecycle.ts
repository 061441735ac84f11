import { defineLifecycle } from '../../kernel/index.js';

/** The review of a held payment. Its row is made by the assessment that held it. */
export const holdLifecycle = defineLifecycle({
  name: 'risk hold',
  table: 'risk_holds',
  states: ['open', 'claimed', 'released', 'rejected', 'withdrawn'],
  initial: 'open',
  final: ['released', 'rejected', 'withdrawn'],
  transitions: [
    { action: 'claim', from: ['open'], to: 'claimed', by: ['risk'] },
    { action: 'return', from: ['claimed'], to: 'open', by: ['timer'], timer: 'the lease of 30 minutes ran out' },
    {
      action: 'release',
      from: ['open', 'claimed'],
      to: 'released',
      by: ['risk', 'timer'],
      guard: 'nobody else holds the lease',
      timer: 'the review deadline, where the policy says so',
    },
    {
      action: 'reject',
      from: ['open', 'claimed'],
      to: 'rejected',
      by: ['risk', 'timer'],
      guard: 'nobody else holds the lease',
      timer: 'the review deadline, where the policy says so',
    },
    { action: 'withdraw', from: ['open', 'claimed'], to: 'withdrawn', by: ['system'] },
  ],
});
