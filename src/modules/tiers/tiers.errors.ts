import { defineError } from '../../kernel/index.js';

export const TierProposalStale = defineError({
  code: 'tier_proposal_stale',
  kind: 'conflict',
  en: 'The facts about the seller are not those of the proposal any more.',
  zh: '卖家的情况已与提案时不同。',
});

export const TierRestricted = defineError({
  code: 'seller_tier_restricted',
  kind: 'conflict',
  en: 'The seller is in tier T3 already.',
  zh: '该卖家已处于 T3 等级。',
});

export const OwnTier = defineError({
  code: 'own_seller_tier',
  kind: 'forbidden',
  en: 'Who acts for a seller cannot decide about its tier.',
  zh: '代表该卖家的人不能决定其等级。',
});

export const ThresholdsChangedMeanwhile = defineError({
  code: 'tier_thresholds_changed_meanwhile',
  kind: 'conflict',
  en: 'Somebody else has changed the thresholds at this moment.',
  zh: '其他人刚刚更改了阈值。',
  retryable: true,
});
