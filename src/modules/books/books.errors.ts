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
