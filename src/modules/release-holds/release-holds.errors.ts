import { defineError } from '../../kernel/index.js';

export const NothingToHold = defineError({
  code: 'nothing_to_hold',
  kind: 'conflict',
  en: 'The money of the seller order is released, or will never be earned.',
  zh: '该子订单的款项已经放款，或不会产生收入。',
});
