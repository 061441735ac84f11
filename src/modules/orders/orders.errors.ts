import { defineError } from '../../kernel/index.js';

export const OwnListing = defineError({
  code: 'own_listing',
  kind: 'conflict',
  en: 'Members of a seller cannot buy what it sells.',
  zh: '卖家成员不能购买自家商品。',
});
