import { defineError } from '../../kernel/index.js';

export const TaxPeriodOpen = defineError<{ period: string }>({
  code: 'tax_period_open',
  kind: 'conflict',
  en: 'The books of {period} are not closed yet; until then its tax may change.',
  zh: '{period} 的账簿尚未结账，其税额仍可能变动。',
});

export const NoTaxPayable = defineError<{ period: string }>({
  code: 'no_tax_payable',
  kind: 'conflict',
  en: 'In {period} no more tax was collected than given back in that currency.',
  zh: '{period} 内该货币收取的税款不多于退还的税款。',
});

export const TaxFiled = defineError({
  code: 'tax_filed',
  kind: 'conflict',
  en: 'The tax of the period in that currency has been filed.',
  zh: '该期间该货币的税款已申报。',
});

export const TaxExceedsPayable = defineError({
  code: 'tax_exceeds_payable',
  kind: 'conflict',
  en: 'Less tax is payable by now than was filed.',
  zh: '目前应缴税款少于申报金额。',
});

export const TaxSecondPersonNeeded = defineError({
  code: 'tax_second_person_needed',
  kind: 'forbidden',
  en: 'Whoever recorded a filing does not pay it.',
  zh: '登记申报的人不能执行缴款。',
});

export const TaxTransferKnown = defineError({
  code: 'tax_transfer_known',
  kind: 'conflict',
  en: 'A filing was paid with this reference of the bank before.',
  zh: '该银行参考号此前已用于另一笔缴款。',
});
