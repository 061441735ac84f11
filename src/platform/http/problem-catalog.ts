import { problems, type ErrorKind, type Problem } from '../../kernel/index.js';

/** Refusals of the transport itself, before any code of the marketplace runs. */
export type TransportKind = 'method_not_allowed' | 'too_large' | 'uri_too_long' | 'media_type' | 'internal';

interface Answer {
  readonly status: number;
  readonly en: string;
  readonly zh: string;
}

/** The one table from the kind of a refusal to its status and title. */
export const ANSWERS: Readonly<Record<ErrorKind | TransportKind, Answer>> = {
  malformed: { status: 400, en: 'Malformed request', zh: '请求格式错误' },
  unauthenticated: { status: 401, en: 'Not authenticated', zh: '未通过身份验证' },
  forbidden: { status: 403, en: 'Not permitted', zh: '没有权限' },
  not_found: { status: 404, en: 'Not found', zh: '未找到' },
  method_not_allowed: { status: 405, en: 'Method not allowed', zh: '不允许的请求方法' },
  conflict: { status: 409, en: 'Conflict with the current state', zh: '与当前状态冲突' },
  stale: { status: 412, en: 'Stale version', zh: '版本已过期' },
  too_large: { status: 413, en: 'Request too large', zh: '请求体过大' },
  uri_too_long: { status: 414, en: 'Address too long', zh: '请求地址过长' },
  media_type: { status: 415, en: 'Unsupported media type', zh: '不支持的媒体类型' },
  invalid: { status: 422, en: 'Request cannot be accepted', zh: '请求无法接受' },
  precondition_required: { status: 428, en: 'Precondition required', zh: '缺少前提条件' },
  too_many: { status: 429, en: 'Too many requests', zh: '请求过多' },
  internal: { status: 500, en: 'Internal error', zh: '内部错误' },
  unavailable: { status: 503, en: 'Temporarily unavailable', zh: '暂时不可用' },
};

export interface CatalogProblem extends Omit<Problem, 'kind'> {
  readonly kind: ErrorKind | TransportKind;
}

export const TRANSPORT_PROBLEMS = {
  malformed: {
    code: 'malformed_request',
    kind: 'malformed',
    en: 'The request is not well-formed: its body must be one JSON value without duplicate or forbidden names, at most 20 levels deep.',
    zh: '请求格式不正确：请求体必须是单个 JSON 值，不得有重复或被禁止的字段名，且嵌套不超过 20 层。',
  },
  notFound: {
    code: 'route_not_found',
    kind: 'not_found',
    en: 'There is nothing at this address.',
    zh: '该地址没有任何资源。',
  },
  methodNotAllowed: {
    code: 'method_not_allowed',
    kind: 'method_not_allowed',
    en: 'This address does not answer this method; Allow names those that it answers.',
    zh: '该地址不支持此请求方法；Allow 标头列出了支持的方法。',
  },
  tooLarge: {
    code: 'request_too_large',
    kind: 'too_large',
    en: 'The body is larger than 1 MiB.',
    zh: '请求体超过 1 MiB。',
  },
  uriTooLong: {
    code: 'address_too_long',
    kind: 'uri_too_long',
    en: 'A segment of the address is too long.',
    zh: '地址中的某一段过长。',
  },
  mediaType: {
    code: 'unsupported_media_type',
    kind: 'media_type',
    en: 'The body must be application/json.',
    zh: '请求体必须是 application/json。',
  },
  internal: {
    code: 'internal_error',
    kind: 'internal',
    en: 'Something went wrong on our side; quote the requestId when you report it.',
    zh: '服务器内部出现问题；报告时请附上 requestId。',
  },
} as const satisfies Record<string, CatalogProblem>;

/** Every problem that the service can answer, by code. */
export function catalog(): CatalogProblem[] {
  const all: CatalogProblem[] = [...problems(), ...Object.values(TRANSPORT_PROBLEMS)];
  return all.sort((a, b) => (a.code < b.code ? -1 : 1));
}

export const statusOf = (problem: CatalogProblem): number => ANSWERS[problem.kind].status;

export const isRetryableProblem = (problem: CatalogProblem): boolean =>
  problem.retryable ?? (problem.kind === 'unavailable' || problem.kind === 'too_many');
