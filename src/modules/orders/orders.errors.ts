import { defineError } from '../../kernel/index.js';

export const RefundExceedsOrder = defineError({
  code: 'refund_exceeds_order',
  kind: 'conflict',
  en: 'More units or more shipping would be refunded than are left of the seller order.',
  zh: '退款的件数或运费超过该卖家订单剩余的部分。',
});

export const OwnListing = defineError({
  code: 'own_listing',
  kind: 'conflict',
  en: 'Members of a seller cannot buy what it sells.',
  zh: '卖家成员不能购买自家商品。',
});
