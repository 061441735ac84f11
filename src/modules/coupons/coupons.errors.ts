import { defineError } from '../../kernel/index.js';

export const CouponUnusable = defineError<{ reason: string }>({
  code: 'coupon_unusable',
  kind: 'conflict',
  en: 'The coupon cannot be used for this cart: {reason}.',
  zh: '该优惠券不能用于此购物车：{reason}。',
});

export const CouponCodeTaken = defineError({
  code: 'coupon_code_taken',
  kind: 'conflict',
  en: 'There is a coupon with that code.',
  zh: '该优惠码已被使用。',
});
