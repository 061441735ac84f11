import { pino, type Logger, type LoggerOptions } from 'pino';
import { currentRequestId } from './request-context.js';

const SECRETS = [
  'authorization',
  'password',
  'secret',
  'token',
  'refreshToken',
  'accessToken',
  'apiKey',
  'card',
  'cardNumber',
  'cvc',
  'iban',
  'accountNumber',
  'taxId',
  'legalName',
  'street',
  'postalCode',
  'vatId',
];

const PATTERNS: readonly [RegExp, string][] = [
  [/\b([a-z][a-z\d+.-]*:\/\/[^\s:/@]*):[^\s/@]+@/gi, '$1:[redacted]@'],
  [/\b((?:sk|rk)_(?:live|test)|whsec)_[^\s"',;]+/g, '$1_[redacted]'],
  [/\bsouk_(live|test)_[A-Za-z0-9_]+/g, 'souk_$1_[redacted]'],
  [/\bBearer\s+[^\s"']+/gi, 'Bearer [redacted]'],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, '[iban]'],
  [/\b\d(?:[ -]?\d){12,18}\b/g, '[card]'],
];

/** Takes credentials, card numbers and IBANs out of a text. */
export function redact(text: string): string {
  return PATTERNS.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
}

/** An object as text, without what its names say is secret. */
export function redactedJson(value: unknown): string {
  const known = new WeakSet();
  const plain = (name: string, part: unknown): unknown => {
    if (SECRETS.includes(name)) return '[redacted]';
    if (typeof part === 'bigint') return String(part);
    if (typeof part !== 'object' || part === null) return part;
    if (part instanceof Error) return describe(part);
    if (known.has(part)) return '[seen]';
    known.add(part);
    return part;
  };
  return redact(JSON.stringify(value, plain) ?? String(value));
}

/** JSON lines with the request they belong to and without secrets. */
export function loggerOptions(level: string): LoggerOptions {
  return {
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const requestId = currentRequestId();
      return requestId === undefined ? {} : { requestId };
    },
    redact: { paths: SECRETS.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]), censor: '[redacted]' },
    hooks: {
      logMethod(args, method) {
        method.apply(this, args.map((arg) => (typeof arg === 'string' ? redact(arg) : arg)) as typeof args);
      },
    },
    serializers: {
      err: (error: unknown) => describe(error),
      error: (error: unknown) => describe(error),
    },
  };
}

function describe(error: unknown): object {
  if (!(error instanceof Error)) return { message: redact(String(error)) };
  const { code } = error as { code?: unknown };
  return { name: error.name, code, message: redact(error.message), stack: redact(error.stack ?? '') };
}

export const createLogger = (level: string): Logger => pino(loggerOptions(level));
