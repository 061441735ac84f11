import type { FieldError } from '../../kernel/index.js';
import type { Language } from './language.js';

/** Chinese for the rules of fields; `{0}` and `{1}` are the numbers of the English message. */
const CHINESE: Readonly<Record<string, string>> = {
  is_string: '必须是字符串',
  is_int: '必须是整数',
  is_number: '必须是数字',
  is_boolean: '必须是布尔值',
  is_array: '必须是数组',
  is_object: '必须是对象',
  is_email: '必须是电子邮件地址',
  is_url: '必须是网址',
  is_in: '不是允许的取值',
  is_enum: '不是允许的取值',
  is_not_empty: '不能为空',
  is_date_string: '必须是日期',
  is_iso8601: '必须是 ISO 8601 日期时间',
  is_length: '长度不符合要求',
  min_length: '至少 {0} 个字符',
  max_length: '最多 {0} 个字符',
  min: '不能小于 {0}',
  max: '不能大于 {0}',
  array_min_size: '至少 {0} 项',
  array_max_size: '最多 {0} 项',
  array_unique: '各项不能重复',
  array_not_empty: '不能为空数组',
  matches: '格式不正确',
  nested_validation: '必须是对象或对象数组',
  unknown_field: '未知字段',
};

/** The message of a field in the language of the asker; English where there is no Chinese one. */
export function localised(error: FieldError, language: Language): FieldError {
  const chinese = language === 'zh' ? CHINESE[error.code] : undefined;
  if (chinese === undefined) return error;
  const numbers = error.message.match(/-?\d+(?:\.\d+)?/g) ?? [];
  return { ...error, message: chinese.replace(/\{(\d)\}/g, (_all, n: string) => numbers[Number(n)] ?? '') };
}
