import { defineError } from '../../kernel/index.js';

export const HoldNotYours = defineError({
  code: 'hold_of_chargeback',
  kind: 'conflict',
  en: 'A chargeback holds this money; it is lifted when the chargeback ends.',
  zh: '该款项因拒付被冻结，拒付结束后才会解除。',
});

export const HoldExpiryPast = defineError({
  code: 'hold_expiry_past',
  kind: 'invalid',
  en: 'A hold cannot end in the past.',
  zh: '冻结的到期时间不能早于现在。',
});

export const HoldBeyondLaw = defineError({
  code: 'hold_beyond_legal_cap',
  kind: 'conflict',
  en: 'The law of the seller’s country does not let money be held for so long.',
  zh: '卖家所在国家的法律不允许冻结这么久。',
});
