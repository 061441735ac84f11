import { defineError } from '../../kernel/index.js';

export const StoreCreditSmaller = defineError({
  code: 'store_credit_smaller',
  kind: 'conflict',
  en: 'There is not so much store credit in that currency that is free.',
  zh: '以该货币可用的余额没有这么多。',
});

export const CreditTransferProposed = defineError({
  code: 'credit_transfer_proposed',
  kind: 'conflict',
  en: 'Another transfer of this store credit waits for its decision.',
  zh: '该余额的另一笔转账正在等待决定。',
});

export const CreditTransferSecondPerson = defineError({
  code: 'credit_transfer_second_person_needed',
  kind: 'forbidden',
  en: 'Whoever proposed a transfer cannot decide about it.',
  zh: '提出转账的人不能对其作出决定。',
});

export const CreditTransferToOneself = defineError({
  code: 'credit_transfer_to_oneself',
  kind: 'forbidden',
  en: 'Nobody sends store credit to themselves or to a company of theirs.',
  zh: '任何人不得将余额转给自己或自己所属的公司。',
});
