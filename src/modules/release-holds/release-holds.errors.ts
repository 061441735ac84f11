import { defineError } from '../../kernel/index.js';

export const NothingToHold = defineError({
  code: 'nothing_to_hold',
  kind: 'conflict',
  en: 'The money of the seller order is released, or will never be earned.',
  zh: '该子订单的款项已经放款，或不会产生收入。',
});

export const HoldBeyondLaw = defineError({
  code: 'hold_beyond_legal_cap',
  kind: 'conflict',
  en: 'The law of the seller’s country does not let money be held for so long.',
  zh: '卖家所在国家的法律不允许冻结这么久。',
});
