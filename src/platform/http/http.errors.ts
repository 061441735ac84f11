import { DomainError, defineError, type FieldError } from '../../kernel/index.js';

/** Unknown, or not the caller's: `new NotFound({ what: 'order' })`. */
export const NotFound = defineError<{ what: string }>({
  code: 'not_found',
  kind: 'not_found',
  en: 'There is no such {what}.',
  zh: '找不到该 {what}。',
});

/** The four eyes of a decision are not those of whom it is about. */
export const OwnMatter = defineError({
  code: 'own_matter',
  kind: 'forbidden',
  en: 'Nobody decides in a matter of their own; another person has to.',
  zh: '不能裁决与自己有关的事项，须由他人处理。',
});

export const StaleVersion = defineError({
  code: 'stale_version',
  kind: 'stale',
  en: 'The resource has changed since it was read; read it again.',
  zh: '资源自读取后已被修改，请重新读取。',
});

export const VersionRequired = defineError({
  code: 'version_required',
  kind: 'precondition_required',
  en: 'Send the ETag of what you read as If-Match.',
  zh: '请在 If-Match 中发送读取时的 ETag。',
});

export const ValidationFailed = defineError({
  code: 'validation_failed',
  kind: 'invalid',
  en: 'Some fields of the request are not acceptable; “errors” names them.',
  zh: '请求中的部分字段不符合要求，详见 “errors”。',
});

/** Refuses fields: `new Invalid([{ pointer: '/lines/0/quantity', code: 'min', message: '…' }])`. */
export class Invalid extends DomainError {
  static readonly problem = ValidationFailed.problem;
  readonly problem = ValidationFailed.problem;
  override name = ValidationFailed.problem.code;

  constructor(errors: readonly FieldError[]) {
    super({}, errors);
  }
}

export const CursorInvalid = defineError({
  code: 'cursor_invalid',
  kind: 'malformed',
  en: 'The cursor is not one that this list with these filters has returned.',
  zh: '该游标不是此列表在这些筛选条件下返回的。',
});

export const IdempotencyKeyRequired = defineError({
  code: 'idempotency_key_required',
  kind: 'malformed',
  en: 'This request moves money and needs an Idempotency-Key header of 1 to 255 characters.',
  zh: '此请求涉及资金变动，需要 1 到 255 个字符的 Idempotency-Key 标头。',
});

export const IdempotencyKeyReused = defineError({
  code: 'idempotency_key_reused',
  kind: 'invalid',
  en: 'The Idempotency-Key was used for another request.',
  zh: '该 Idempotency-Key 已用于其他请求。',
});

export const IdempotencyKeyInUse = defineError({
  code: 'idempotency_key_in_use',
  kind: 'conflict',
  en: 'A request with this Idempotency-Key is still running.',
  zh: '使用该 Idempotency-Key 的请求仍在处理中。',
  retryable: true,
});

export const RateLimited = defineError({
  code: 'rate_limited',
  kind: 'too_many',
  en: 'Too many requests; try again later.',
  zh: '请求过于频繁，请稍后重试。',
  retryable: true,
});

export const Unavailable = defineError({
  code: 'unavailable',
  kind: 'unavailable',
  en: 'The service cannot answer at the moment; try again.',
  zh: '服务暂时不可用，请稍后重试。',
  retryable: true,
});
