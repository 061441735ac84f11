import { defineError } from '../../kernel/index.js';

export const MonthNotOver = defineError<{ period: string }>({
  code: 'statement_month_not_over',
  kind: 'conflict',
  en: 'The month {period} is not over.',
  zh: '{period} 月尚未结束。',
});

export const NothingToState = defineError<{ period: string }>({
  code: 'statement_of_nothing',
  kind: 'conflict',
  en: 'The seller had no account in the currency until the end of {period}.',
  zh: '截至 {period} 月末，该卖家没有该币种的账户。',
});
