import { defineError } from '../../kernel/index.js';

export const BankLineKnown = defineError({
  code: 'bank_line_known',
  kind: 'conflict',
  en: 'This line of the bank statement was recorded before.',
  zh: '该银行对账单行此前已登记。',
});

export const ReceiptSmaller = defineError({
  code: 'receipt_smaller',
  kind: 'conflict',
  en: 'Less than that is left of the receipt.',
  zh: '该收款剩余的金额没有这么多。',
});

export const InvoiceSmaller = defineError({
  code: 'invoice_smaller',
  kind: 'conflict',
  en: 'Less than that is open of the invoice.',
  zh: '该发票未结的金额没有这么多。',
});

export const CurrencyDiffers = defineError({
  code: 'invoice_currency_differs',
  kind: 'conflict',
  en: 'The invoice is in another currency.',
  zh: '发票使用的是另一种货币。',
});

export const CreditSmaller = defineError({
  code: 'company_credit_smaller',
  kind: 'conflict',
  en: 'The company has less credit than that in the currency.',
  zh: '该公司以该货币的贷方余额没有这么多。',
});

export const InvoiceWriteOffProposed = defineError({
  code: 'invoice_write_off_proposed',
  kind: 'conflict',
  en: 'Another write-off of this invoice waits for its decision.',
  zh: '该发票的另一项核销正在等待决定。',
});

export const AnotherPersonNeeded = defineError({
  code: 'another_person_needed',
  kind: 'forbidden',
  en: 'Whoever proposed to write an invoice off cannot decide about it.',
  zh: '提出核销发票的人不能对其作出决定。',
});
