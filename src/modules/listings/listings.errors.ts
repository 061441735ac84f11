import { defineError } from '../../kernel/index.js';

export const SkuTaken = defineError({
  code: 'sku_taken',
  kind: 'conflict',
  en: 'Another variant of this seller has one of these SKUs.',
  zh: '该卖家的其他规格已使用其中的某个 SKU。',
});

export const ListingUnderReview = defineError<{ state: string }>({
  code: 'listing_under_review',
  kind: 'conflict',
  en: 'A listing that is {state} cannot be edited.',
  zh: '处于 {state} 状态的商品不能编辑。',
});

export const SearchWithoutWords = defineError({
  code: 'search_without_words',
  kind: 'invalid',
  en: 'The search needs at least one word.',
  zh: '搜索内容至少需要包含一个词。',
});

export const SortNeedsCurrency = defineError({
  code: 'sort_needs_currency',
  kind: 'invalid',
  en: 'Prices are compared within one currency; name it with “currency”.',
  zh: '价格只能在同一货币内比较，请使用 “currency” 指定货币。',
});
