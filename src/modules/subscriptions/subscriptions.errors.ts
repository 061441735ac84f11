import { defineError } from '../../kernel/index.js';

export const SubscriptionExists = defineError({
  code: 'subscription_exists',
  kind: 'conflict',
  en: 'The seller has a subscription; it ends before another one begins.',
  zh: '该卖家已有订阅，须在其结束后方可开始新的订阅。',
});

export const PlanClosed = defineError({
  code: 'plan_closed',
  kind: 'conflict',
  en: 'Nobody can subscribe to this plan any more.',
  zh: '该方案已停止订阅。',
});

export const PlanInOtherCurrency = defineError<{ currency: string }>({
  code: 'plan_in_other_currency',
  kind: 'conflict',
  en: 'The seller is paid in {currency}; choose a plan in it.',
  zh: '该卖家以 {currency} 结算，请选择该货币的方案。',
});

export const SubscriptionRefunded = defineError({
  code: 'subscription_refunded',
  kind: 'conflict',
  en: 'This period was refunded before.',
  zh: '该期间此前已退款。',
});

export const PlanChangedMeanwhile = defineError({
  code: 'plan_changed_meanwhile',
  kind: 'conflict',
  en: 'Somebody else has changed the same plan at this moment.',
  zh: '其他人刚刚更改了同一方案。',
  retryable: true,
});
