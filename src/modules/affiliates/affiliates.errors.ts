import { defineError } from '../../kernel/index.js';

export const AffiliateExists = defineError({
  code: 'affiliate_exists',
  kind: 'conflict',
  en: 'You have applied before.',
  zh: '您此前已申请。',
});

export const AffiliateCodeTaken = defineError({
  code: 'affiliate_code_taken',
  kind: 'conflict',
  en: 'Another affiliate has this code.',
  zh: '该推广码已被他人使用。',
});

export const AffiliateNotActive = defineError({
  code: 'affiliate_not_active',
  kind: 'conflict',
  en: 'Only active affiliates are paid.',
  zh: '仅向有效的推广者付款。',
});

export const NothingToPay = defineError({
  code: 'nothing_to_pay',
  kind: 'conflict',
  en: 'Nothing is available in that currency, or a payout of it is under way.',
  zh: '该货币没有可用余额，或已有付款正在进行。',
});

export const AffiliateSecondPersonNeeded = defineError({
  code: 'affiliate_second_person_needed',
  kind: 'forbidden',
  en: 'Whoever made a payout does not pay it.',
  zh: '创建付款的人不能执行付款。',
});

export const AffiliateTransferKnown = defineError({
  code: 'affiliate_transfer_known',
  kind: 'conflict',
  en: 'A payout was paid with this reference of the bank before.',
  zh: '该银行参考号此前已用于另一笔付款。',
});

export const AffiliatePayoutNotPossible = defineError<{ reason: string }>({
  code: 'affiliate_payout_not_possible',
  kind: 'conflict',
  en: 'No affiliate can be paid now: {reason}.',
  zh: '目前无法向推广者付款：{reason}。',
});

export const AffiliateTermsChangedMeanwhile = defineError({
  code: 'affiliate_terms_changed_meanwhile',
  kind: 'conflict',
  en: 'Somebody else has changed the terms at this moment.',
  zh: '其他人刚刚更改了推广条款。',
  retryable: true,
});
