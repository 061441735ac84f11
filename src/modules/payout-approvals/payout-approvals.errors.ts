import { defineError } from '../../kernel/index.js';

export const PayoutChanged = defineError({
  code: 'payout_changed',
  kind: 'stale',
  en: 'Payee, destination, amount or currency are not what this approval is given for.',
  zh: '收款人、收款账户、金额或币种与本次批准的内容不一致。',
});

export const PayoutApprovedByYou = defineError({
  code: 'payout_approved_by_you',
  kind: 'conflict',
  en: 'You have approved this payout already; another person has to.',
  zh: '您已批准此付款；需要由另一人批准。',
});

export const PayoutApproverInvolved = defineError({
  code: 'payout_approver_involved',
  kind: 'forbidden',
  en: 'Whoever requested a payout, or belongs to its seller, cannot approve it.',
  zh: '申请付款的人或该卖家的成员不能批准此付款。',
});

export const PayoutNotPossible = defineError<{ reason: string }>({
  code: 'payout_not_possible',
  kind: 'conflict',
  en: 'There is no payout to be made: {reason}.',
  zh: '无法付款：{reason}。',
});

export const AlarmReleased = defineError({
  code: 'payout_alarm_released',
  kind: 'conflict',
  en: 'This alarm was released before.',
  zh: '该警报此前已解除。',
});
