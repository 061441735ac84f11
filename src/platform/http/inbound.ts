import { applyDecorators, createParamDecorator, Post, type ExecutionContext } from '@nestjs/common';
import type { Problem } from '../../kernel/index.js';
import { Access } from '../auth/index.js';
import type { InboundMessage } from '../crypto/index.js';
import type { RawRequest } from './adapter.js';
import { RateClass } from './rate-class.js';
import { Throws } from './throws.js';

/**
 * A route that takes signed messages of another server: open to anyone, and refused when the signature does not hold.
 * `@HttpCode(204)` stands beside it, where the compiler that documents the route sees it.
 */
export const TakesMessages = (path: string, refusal: { readonly problem: Problem }): MethodDecorator =>
  applyDecorators(Post(path), RateClass('inbound'), Access({ roles: ['anyone'] }), Throws(refusal));

/** The message as it came in, to be checked before anything in it is believed. */
export const Inbound = createParamDecorator((_: unknown, context: ExecutionContext): InboundMessage => {
  const { headers, rawBody } = context.switchToHttp().getRequest<RawRequest>();
  const header = (name: string): string => {
    const value = headers[name];
    return typeof value === 'string' ? value : '';
  };
  return { header, body: rawBody?.toString() ?? '' };
});
