import { defineError } from '../../kernel/index.js';

export const NoOpenCase = defineError({
  code: 'no_open_case',
  kind: 'not_found',
  en: 'No case waits for a moderator.',
  zh: '没有待处理的审核案件。',
});

export const CaseClaimedByOther = defineError({
  code: 'case_claimed_by_other',
  kind: 'conflict',
  en: 'Another moderator works on this case.',
  zh: '该案件正由其他审核员处理。',
});

export const ConflictOfInterest = defineError({
  code: 'conflict_of_interest',
  kind: 'forbidden',
  en: 'A member of the seller cannot decide about its listings.',
  zh: '卖家成员不能裁决自家商品的案件。',
});

export const AlreadyReported = defineError({
  code: 'already_reported',
  kind: 'conflict',
  en: 'You have reported this already.',
  zh: '您已经举报过此内容。',
});
