import { defineLifecycle } from '../../kernel/index.js';

export const refundLifecycle = defineLifecycle({
  name: 'refund',
  table: 'refunds',
  states: ['requested', 'succeeded', 'failed'],
  initial: 'requested',
  final: ['succeeded', 'failed'],
  transitions: [
    { action: 'succeed', from: ['requested'], to: 'succeeded', by: ['provider'] },
    { action: 'fail', from: ['requested'], to: 'failed', by: ['provider'] },
  ],
});
