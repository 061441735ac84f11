import { defineError } from '../../kernel/index.js';

export const CategoryPathTaken = defineError<{ path: string }>({
  code: 'category_path_taken',
  kind: 'conflict',
  en: 'There already is a category {path}.',
  zh: '分类 {path} 已存在。',
});

export const CategoryTooDeep = defineError<{ deepest: number }>({
  code: 'category_too_deep',
  kind: 'invalid',
  en: 'The category tree has at most {deepest} levels.',
  zh: '分类树最多 {deepest} 级。',
});

export const BrandNameTaken = defineError<{ name: string }>({
  code: 'brand_name_taken',
  kind: 'conflict',
  en: 'There already is a brand {name}.',
  zh: '品牌 {name} 已存在。',
});

export const AlreadyAuthorised = defineError({
  code: 'brand_already_authorised',
  kind: 'conflict',
  en: 'The seller already has an authorisation for the brand; revoke it first.',
  zh: '该卖家已获得此品牌的授权，请先撤销现有授权。',
});
