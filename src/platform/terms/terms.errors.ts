import { defineError } from '../../kernel/index.js';

export const TermsProposed = defineError({
  code: 'terms_proposed',
  kind: 'conflict',
  en: 'Other terms for the same wait for their decision.',
  zh: '同一对象的另一项条款正在等待决定。',
});

export const TermsDecided = defineError({
  code: 'terms_decided',
  kind: 'conflict',
  en: 'The terms were decided about before.',
  zh: '该条款此前已作出决定。',
});

export const TermsNeedSecondPerson = defineError({
  code: 'terms_need_second_person',
  kind: 'forbidden',
  en: 'Whoever proposed terms cannot decide about them.',
  zh: '提出条款的人不能对其作出决定。',
});
