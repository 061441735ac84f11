import { defineError } from '../../kernel/index.js';

export const RefundTooSmall = defineError<{ currency: string }>({
  code: 'refund_too_small',
  kind: 'conflict',
  en: 'This is less than the smallest amount of {currency}, which the buyer paid in; refund more at once.',
  zh: '该金额小于买家支付币种 {currency} 的最小单位，请一次退还更多。',
});
