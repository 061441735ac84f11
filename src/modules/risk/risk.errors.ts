import { defineError } from '../../kernel/index.js';

export const NothingToReview = defineError({
  code: 'nothing_to_review',
  kind: 'not_found',
  en: 'No hold waits for review.',
  zh: '没有待审核的订单。',
});

export const HoldClaimedByOther = defineError({
  code: 'hold_claimed_by_other',
  kind: 'conflict',
  en: 'Another analyst reviews this hold.',
  zh: '该订单正由其他分析员审核。',
});

export const RuleExists = defineError<{ rule: string }>({
  code: 'risk_rule_exists',
  kind: 'conflict',
  en: 'There is a rule “{rule}” already; add a version to it.',
  zh: '规则“{rule}”已存在，请为其添加新版本。',
});
