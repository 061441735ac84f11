import { defineError } from '../../kernel/index.js';

export const PolicyProposed = defineError({
  code: 'settlement_policy_proposed',
  kind: 'conflict',
  en: 'Another policy of this tier waits for its decision.',
  zh: '该等级的另一项结算政策正在等待决定。',
});

export const PolicyDecided = defineError({
  code: 'settlement_policy_decided',
  kind: 'conflict',
  en: 'The policy was decided about before.',
  zh: '该结算政策此前已作出决定。',
});

export const PolicyNeedsSecondPerson = defineError({
  code: 'settlement_policy_needs_second_person',
  kind: 'forbidden',
  en: 'Whoever proposed a policy cannot decide about it.',
  zh: '提出结算政策的人不能对其作出决定。',
});

export const CategoryHoldEnded = defineError({
  code: 'category_hold_ended',
  kind: 'conflict',
  en: 'The hold of the category has ended before.',
  zh: '该类目的冻结规则此前已终止。',
});

export const TermsChangedMeanwhile = defineError({
  code: 'terms_changed_meanwhile',
  kind: 'conflict',
  en: 'Somebody else has changed the same terms at this moment.',
  zh: '其他人刚刚更改了同一条款。',
  retryable: true,
});
