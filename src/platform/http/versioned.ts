import { applyDecorators, createParamDecorator, Injectable, UseInterceptors } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { tap, type Observable } from 'rxjs';
import { documentsHeader } from './header-docs.js';
import { Invalid, VersionRequired } from './http.errors.js';

const ETAG = /^"v(\d{1,9})"$/;

@Injectable()
export class VersionInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(
      tap((view: unknown) => {
        const { version } = (view ?? {}) as { version?: unknown };
        if (typeof version === 'number') void reply.header('ETag', `"v${version}"`);
      }),
    );
  }
}

/** Sends the `version` of the returned view as `ETag: "v3"`. */
export const Versioned = (): MethodDecorator => applyDecorators(UseInterceptors(VersionInterceptor));

/** The version that the caller has read, from `If-Match`: `@IfMatch() version: number`. @throws VersionRequired */
export const IfMatch = createParamDecorator(
  (_data, context): number => {
    const header = context.switchToHttp().getRequest<FastifyRequest>().headers['if-match'];
    if (header === undefined) throw new VersionRequired({});
    const version = ETAG.exec(header)?.[1];
    if (version !== undefined) return Number(version);
    throw new Invalid([{ pointer: '/headers/if-match', code: 'etag', message: 'must be an ETag like "v3"' }]);
  },
  [
    documentsHeader({
      name: 'If-Match',
      required: true,
      description: 'The ETag of what you read.',
      schema: { type: 'string', pattern: '^"v[0-9]{1,9}"$', maxLength: 12, example: '"v3"' },
    }),
  ],
);
