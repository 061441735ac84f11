import { defineError } from '../../kernel/index.js';

export const InstantPayoutNotEntitled = defineError({
  code: 'instant_payout_not_entitled',
  kind: 'conflict',
  en: 'Instant payouts are for sellers of a tier that allows them, in currencies that are sent one by one.',
  zh: '即时提现仅适用于等级允许的卖家，且该币种须逐笔提现。',
});

export const InstantPayoutNotOffered = defineError<{ currency: string }>({
  code: 'instant_payout_not_offered',
  kind: 'conflict',
  en: 'There are no instant payouts in {currency}.',
  zh: '不提供 {currency} 的即时提现。',
});

export const InstantPayoutTooSmall = defineError({
  code: 'instant_payout_too_small',
  kind: 'conflict',
  en: 'Not enough is available for a payout, after what is owed, held and charged for it.',
  zh: '扣除欠款、冻结金额及手续费后，可用余额不足以提现。',
});

export const InstantPayoutNeedsApproval = defineError({
  code: 'instant_payout_needs_approval',
  kind: 'conflict',
  en: 'This payout has to be approved by two people, because of its amount or a new bank account. No fee was charged.',
  zh: '因金额或新的收款账户，此提现须由两人批准；未收取手续费。',
});

export const PayoutAccountMissing = defineError({
  code: 'payout_account_missing',
  kind: 'conflict',
  en: 'The seller has named no payout account.',
  zh: '卖家尚未设置收款账户。',
});

export const PayoutAccountDisabled = defineError({
  code: 'payout_account_disabled',
  kind: 'conflict',
  en: 'The bank refuses the payout account; the seller has to name another one.',
  zh: '银行拒绝该收款账户，卖家须更换账户。',
});

export const PayoutAccountUnverified = defineError({
  code: 'payout_account_unverified',
  kind: 'conflict',
  en: 'The payout account is not verified.',
  zh: '收款账户尚未通过验证。',
});

export const PayoutAccountCoolingOff = defineError({
  code: 'payout_account_cooling_off',
  kind: 'conflict',
  en: 'The payout account was changed less than 72 hours ago.',
  zh: '收款账户在 72 小时内被更改过。',
});

export const SellerNotPayable = defineError({
  code: 'seller_not_payable',
  kind: 'conflict',
  en: 'The seller is restricted, suspended or not verified; its payouts wait.',
  zh: '卖家受限、被暂停或未通过认证，提现已暂停。',
});

export const PayoutVolumeReached = defineError({
  code: 'payout_volume_reached',
  kind: 'conflict',
  en: 'The payouts of this day have reached what is usual; finance looks at the rest.',
  zh: '当日提现总额已达上限，其余由财务审核。',
});

export const InstantFeeChangedMeanwhile = defineError({
  code: 'instant_fee_changed_meanwhile',
  kind: 'conflict',
  en: 'Somebody else has changed the fee at this moment.',
  zh: '其他人刚刚更改了手续费。',
  retryable: true,
});
