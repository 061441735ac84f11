import type { LoggerService } from '@nestjs/common';
import type { Logger } from 'pino';
import { redact, redactedJson } from './logger.js';

/** Sends what Nest and its libraries log to pino. */
export class NestLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.pino.info(fields(rest), text(message));
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.pino.warn(fields(rest), text(message));
  }

  error(message: unknown, ...rest: unknown[]): void {
    const error = [message, ...rest].find((part) => part instanceof Error);
    this.pino.error({ ...fields(rest), ...(error ? { err: error } : {}) }, text(message));
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.pino.fatal(fields(rest), text(message));
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.pino.debug(fields(rest), text(message));
  }

  verbose(message: unknown, ...rest: unknown[]): void {
    this.pino.trace(fields(rest), text(message));
  }
}

/** Nest passes the context last. */
function fields(rest: readonly unknown[]): object {
  const texts = rest.filter((part) => typeof part === 'string').map((part) => redact(part));
  const [context, stack] = [texts.at(-1), texts.length > 1 ? texts[0] : undefined];
  return { ...(context ? { context } : {}), ...(stack ? { stack } : {}) };
}

function text(message: unknown): string {
  if (typeof message === 'string') return message;
  return message instanceof Error ? message.message : redactedJson(message);
}
