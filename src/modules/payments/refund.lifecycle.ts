import { defineLifecycle } from '../../kernel/index.js';

export const refundLifecycle = defineLifecycle({
  name: 'refund',
  table: 'refunds',
  states: ['requested', 'succeeded', 'failed'],
  initial: 'requested',
  final: ['failed'],
  transitions: [
    { action: 'succeed', from: ['requested'], to: 'succeeded', by: ['provider'] },
    { action: 'fail', from: ['requested'], to: 'failed', by: ['provider'] },
    {
      action: 'bounce',
      from: ['succeeded'],
      to: 'failed',
      by: ['provider'],
      guard: 'the provider says so when it is asked, and no bank has paid it as well',
    },
  ],
});
