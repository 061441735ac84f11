import { defineError } from '../../kernel/index.js';

export const RefundExceedsOrder = defineError({
  code: 'refund_exceeds_order',
  kind: 'conflict',
  en: 'More units or more shipping would be refunded than are left of the seller order.',
  zh: '退款的件数或运费超过该卖家订单剩余的部分。',
});

export const PaymentCurrencyNeeded = defineError({
  code: 'payment_currency_needed',
  kind: 'conflict',
  en: 'The sellers settle in different currencies; say with “paymentCurrency” which one you pay in.',
  zh: '卖家使用不同的结算币种，请用 “paymentCurrency” 指定支付币种。',
});

export const SellerClosedMeanwhile = defineError({
  code: 'seller_closed_meanwhile',
  kind: 'conflict',
  en: 'A seller of the cart has been closed; read the cart again.',
  zh: '购物车中有卖家已关闭，请重新读取购物车。',
});

export const OwnListing = defineError({
  code: 'own_listing',
  kind: 'conflict',
  en: 'Members of a seller cannot buy what it sells.',
  zh: '卖家成员不能购买自家商品。',
});
