import { defineError } from '../../kernel/index.js';

export const NotRefundable = defineError<{ state: string }>({
  code: 'not_refundable',
  kind: 'conflict',
  en: 'The seller order is {state}; there is nothing to refund.',
  zh: '该卖家订单状态为 {state}，没有可退款的内容。',
});

export const NothingToRefund = defineError({
  code: 'nothing_to_refund',
  kind: 'conflict',
  en: 'Nothing of what was paid would go back.',
  zh: '没有可退还的已付款项。',
});
