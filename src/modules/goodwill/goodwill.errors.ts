import { defineError } from '../../kernel/index.js';

export const GoodwillForOneself = defineError({
  code: 'goodwill_for_oneself',
  kind: 'forbidden',
  en: 'Nobody gives money of the platform to themselves or to a seller that they act for.',
  zh: '任何人不得将平台资金授予本人或其所代表的卖家。',
});

export const GoodwillSecondPersonNeeded = defineError({
  code: 'goodwill_second_person_needed',
  kind: 'forbidden',
  en: 'Whoever proposed to give money away cannot decide about it.',
  zh: '提出补偿的人不能对其作出决定。',
});

export const GoodwillLimitChangedMeanwhile = defineError({
  code: 'goodwill_limit_changed_meanwhile',
  kind: 'conflict',
  en: 'Somebody else has changed the same limit at this moment.',
  zh: '其他人刚刚更改了同一限额。',
  retryable: true,
});
