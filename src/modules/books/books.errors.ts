import { defineError } from '../../kernel/index.js';

export const PeriodNotOver = defineError<{ endsOn: string }>({
  code: 'period_not_over',
  kind: 'conflict',
  en: 'The day {endsOn} is not over yet.',
  zh: '{endsOn} 尚未结束。',
});

export const PeriodAlreadyClosed = defineError<{ endsOn: string }>({
  code: 'period_already_closed',
  kind: 'conflict',
  en: 'The books are closed through {endsOn} or a later day; a closed period is never opened again.',
  zh: '账簿已结账至 {endsOn} 或之后的日期；已结账期间不可重新打开。',
});

export const AccountNotFreezable = defineError({
  code: 'account_not_freezable',
  kind: 'conflict',
  en: 'Only store credit is frozen; sellers are held, restricted or suspended, affiliates suspended.',
  zh: '仅可冻结购物余额；对卖家可冻结款项、限制或停用，对推广者可停用。',
});

export const AccountStateUnchanged = defineError({
  code: 'account_state_unchanged',
  kind: 'conflict',
  en: 'The account is in that state already.',
  zh: '该账户已处于该状态。',
});
