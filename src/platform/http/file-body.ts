import { Readable } from 'node:stream';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyContextConfig, FastifyInstance, FastifyRequest } from 'fastify';
import { defineError } from '../../kernel/index.js';

const FILE_TYPES = ['text/csv', 'application/xml', 'text/xml', 'application/octet-stream'];

export const FileExpected = defineError({
  code: 'file_expected',
  kind: 'malformed',
  en: 'The body must be a file: text/csv, application/xml or application/octet-stream.',
  zh: '请求体必须是文件：text/csv、application/xml 或 application/octet-stream。',
});

/** A route whose body is a file; nothing of it is read before the handler does. Take it with `@FileBody()`. */
export const TakesFile = (): MethodDecorator =>
  applyDecorators(
    RouteConfig({ takesFile: true }) as MethodDecorator,
    ApiConsumes(...FILE_TYPES),
    ApiBody({ required: true, schema: { type: 'string', format: 'binary' } }),
  );

/** The bytes as they come in; `undefined` when the body is none or another one: the verb throws `FileExpected`. */
export const FileBody = createParamDecorator((_: unknown, context: ExecutionContext): Readable | undefined => {
  const { body } = context.switchToHttp().getRequest<FastifyRequest>();
  return body instanceof Readable ? body : undefined;
});

/** Files are read where they are expected; elsewhere their media types stay as unknown as all others. */
export function acceptFiles(server: FastifyInstance): void {
  server.addContentTypeParser(FILE_TYPES, (request, payload, done) => {
    const { takesFile } = request.routeOptions.config as FastifyContextConfig & { takesFile?: boolean };
    if (takesFile === true) return done(null, payload);
    done(Object.assign(new Error('No file is expected'), { statusCode: 415, code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE' }));
  });
}
