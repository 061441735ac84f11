import { defineError } from '../../kernel/index.js';

export const FeeRuleOverlaps = defineError({
  code: 'fee_rule_overlaps',
  kind: 'conflict',
  en: 'A rule of the same scope is in force in that period; replace or end it.',
  zh: '该期间内已有相同范围的费用规则生效，请替换或终止原规则。',
});

export const FeeRuleEnded = defineError({
  code: 'fee_rule_ended',
  kind: 'conflict',
  en: 'The rule is not in force at that time any more, or not yet.',
  zh: '该规则在此时间已失效或尚未生效。',
});
