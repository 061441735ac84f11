import { defineError } from '../../kernel/index.js';

/** A confirmation that overtook its delivery; the handler tries again. */
export const EarningNotStarted = defineError({
  code: 'earning_not_started',
  kind: 'unavailable',
  en: 'The delivery of the seller order is not settled yet.',
  zh: '该卖家订单的交付尚未结算。',
  retryable: true,
});

export const PayoutsDisabled = defineError({
  code: 'payouts_disabled',
  kind: 'unavailable',
  en: 'Payouts are switched off.',
  zh: '付款已暂停。',
  retryable: true,
});

export const PayoutNotReversible = defineError({
  code: 'payout_not_reversible',
  kind: 'conflict',
  en: 'The provider of the payout takes nothing back that it has paid.',
  zh: '该付款的服务商无法追回已付出的款项。',
});

export const NothingToTakeBack = defineError({
  code: 'nothing_to_take_back',
  kind: 'conflict',
  en: 'Of no payout that was paid is so much left that its provider could take back.',
  zh: '没有任何已付款项尚有足够金额可由服务商追回。',
});

export const WebhookRefused = defineError({
  code: 'webhook_signature_invalid',
  kind: 'unauthenticated',
  en: 'The message is not signed with the shared secret, or too old.',
  zh: '消息签名无效或已过期。',
});
