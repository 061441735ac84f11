import { defineError } from '../../kernel/index.js';

export const DebtSmaller = defineError({
  code: 'debt_smaller',
  kind: 'conflict',
  en: 'The seller does not owe so much in that currency.',
  zh: '该卖家以该货币所欠的金额没有这么多。',
});

export const DebtBeingCollected = defineError({
  code: 'debt_being_collected',
  kind: 'conflict',
  en: 'So much of the debt is being collected that less than that is left of it.',
  zh: '该欠款中有一部分正在追收，剩余金额不足。',
});

export const DebtTooYoung = defineError<{ days: number }>({
  code: 'debt_too_young',
  kind: 'conflict',
  en: 'Only what has been owed for {days} days can be given up; of that there is less.',
  zh: '只有拖欠满 {days} 天的款项才可核销；该部分金额不足。',
});

export const ReceiptKnown = defineError({
  code: 'receipt_known',
  kind: 'conflict',
  en: 'A receipt with this reference of the bank was recorded before.',
  zh: '该银行参考号的收款此前已登记。',
});

export const WriteOffProposed = defineError({
  code: 'write_off_proposed',
  kind: 'conflict',
  en: 'Another write-off of this debt waits for its decision.',
  zh: '该欠款的另一项核销正在等待决定。',
});

export const SecondPersonNeeded = defineError({
  code: 'second_person_needed',
  kind: 'forbidden',
  en: 'Whoever proposed a write-off cannot decide about it.',
  zh: '提出核销的人不能对其作出决定。',
});

export const DebtTermsChangedMeanwhile = defineError({
  code: 'debt_terms_changed_meanwhile',
  kind: 'conflict',
  en: 'Somebody else has changed the terms of debts at this moment.',
  zh: '其他人刚刚更改了欠款条款。',
  retryable: true,
});
