import { defineError } from '../../kernel/index.js';

export const EvidenceClosed = defineError({
  code: 'evidence_closed',
  kind: 'conflict',
  en: 'No evidence is taken any more: it was sent, or its time is over, or the dispute has ended.',
  zh: '已不再接受证据：证据已提交、期限已过或争议已结束。',
});

export const NoEvidence = defineError({
  code: 'no_evidence',
  kind: 'conflict',
  en: 'There is nothing to send: nobody has given evidence.',
  zh: '没有可提交的证据。',
});

export const TooMuchEvidence = defineError({
  code: 'too_much_evidence',
  kind: 'conflict',
  en: 'The dispute has as much evidence as its bank reads.',
  zh: '该争议的证据数量已达上限。',
});

export const DisputeRefused = defineError<{ reason: string }>({
  code: 'dispute_refused',
  kind: 'conflict',
  en: 'The payment provider refuses: {reason}.',
  zh: '支付服务商拒绝：{reason}。',
});

export const ChargebackTaxRuleChangedMeanwhile = defineError({
  code: 'chargeback_tax_rule_changed_meanwhile',
  kind: 'conflict',
  en: 'Somebody else has changed the rule of the country at this moment.',
  zh: '其他人刚刚更改了该国家的规则。',
  retryable: true,
});
