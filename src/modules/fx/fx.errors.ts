import { defineError } from '../../kernel/index.js';

export const FxRateUnavailable = defineError<{ from: string; to: string }>({
  code: 'fx_rate_unavailable',
  kind: 'conflict',
  en: 'There is no current rate from {from} to {to}.',
  zh: '目前没有从 {from} 到 {to} 的有效汇率。',
});

export const FxQuoteExpired = defineError({
  code: 'fx_quote_expired',
  kind: 'conflict',
  en: 'The quote has expired; ask for a new one.',
  zh: '该汇率报价已过期，请重新获取。',
});

export const FxQuoteUsed = defineError({
  code: 'fx_quote_used',
  kind: 'conflict',
  en: 'The quote was used for another order; ask for a new one.',
  zh: '该汇率报价已用于其他订单，请重新获取。',
});

export const FxQuoteUnfit = defineError({
  code: 'fx_quote_unfit',
  kind: 'conflict',
  en: 'The quote is for currencies that this order does not convert.',
  zh: '该汇率报价的币种与此订单的换汇不符。',
});

export const FxPositionSmaller = defineError({
  code: 'fx_position_smaller',
  kind: 'conflict',
  en: 'So much of that currency does not wait to be sold for the other one.',
  zh: '待以该货币兑换另一货币的金额没有这么多。',
});

export const FxDealKnown = defineError({
  code: 'fx_deal_known',
  kind: 'conflict',
  en: 'A deal with this reference of the bank was recorded before.',
  zh: '该银行参考号的换汇交易此前已登记。',
});
