import { defineError } from '../../kernel/index.js';

export const LastCompanyAdmin = defineError({
  code: 'last_company_admin',
  kind: 'conflict',
  en: 'The company needs another admin first.',
  zh: '公司须先有另一位管理员。',
});

export const SpendingLimitExceeded = defineError({
  code: 'spending_limit_exceeded',
  kind: 'conflict',
  en: 'The order is more than you may spend for the company alone; ask an approver with an order request.',
  zh: '订单金额超过您可独自为该公司支出的上限，请通过订单申请征得审批人同意。',
});

export const CreditLineNotActive = defineError<{ state: string }>({
  code: 'credit_line_not_active',
  kind: 'conflict',
  en: 'The company’s credit line in that currency is {state}.',
  zh: '该公司以该货币的信用额度状态为 {state}。',
});

export const CreditLimitExceeded = defineError({
  code: 'credit_limit_exceeded',
  kind: 'conflict',
  en: 'The order is more than what is left of the company’s credit limit.',
  zh: '订单金额超过该公司剩余的信用额度。',
});

export const CreditLineClosed = defineError({
  code: 'credit_line_closed',
  kind: 'conflict',
  en: 'The credit line is closed for good.',
  zh: '该信用额度已永久关闭。',
});
