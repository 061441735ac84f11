import { defineError } from '../../kernel/index.js';

export const CartEmpty = defineError({
  code: 'cart_empty',
  kind: 'conflict',
  en: 'The cart has no line to order.',
  zh: '购物车中没有可下单的商品。',
});

export const CartClosed = defineError({
  code: 'cart_closed',
  kind: 'conflict',
  en: 'The cart has already become an order.',
  zh: '该购物车已经下单。',
});

export const CartChanged = defineError({
  code: 'cart_changed',
  kind: 'conflict',
  en: 'The cart was changed at the same time; read it again.',
  zh: '购物车同时被修改，请重新读取。',
  retryable: true,
});

export const CartFull = defineError<{ limit: number }>({
  code: 'cart_full',
  kind: 'conflict',
  en: 'A cart holds up to {limit} lines.',
  zh: '购物车最多容纳 {limit} 行商品。',
});

export const CartCurrencyDiffers = defineError<{ cart: string; offer: string }>({
  code: 'cart_currency_differs',
  kind: 'conflict',
  en: 'The cart is in {cart} and this is sold in {offer}; a cart that is not mixed has one currency.',
  zh: '购物车币种为 {cart}，该商品以 {offer} 出售；非混合购物车只能使用一种币种。',
});

export const VariantUnavailable = defineError({
  code: 'variant_unavailable',
  kind: 'conflict',
  en: 'This cannot be bought at the moment.',
  zh: '该商品目前无法购买。',
});

export const BelowMinimumQuantity = defineError<{ minimum: number }>({
  code: 'below_minimum_quantity',
  kind: 'invalid',
  en: 'The seller sells {minimum} or more at once.',
  zh: '卖家要求最少购买 {minimum} 件。',
});

export const LineTooLarge = defineError({
  code: 'line_too_large',
  kind: 'invalid',
  en: 'So many units cost more than one line of a cart can hold.',
  zh: '该数量的总价超出购物车单行上限。',
});

export const QuoteChanged = defineError({
  code: 'quote_changed',
  kind: 'conflict',
  en: 'The cart no longer costs what you last saw; “errors” lists the differences.',
  zh: '购物车的价格与您上次看到的不同，详见 “errors”。',
});
