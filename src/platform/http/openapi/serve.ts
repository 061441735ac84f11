import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { AUDIENCES } from '../../auth/index.js';
import type { Config } from '../../config/index.js';
import { documentFor } from './audiences.js';
import { buildOpenApi } from './build.js';

const UI = {
  raw: false,
  swaggerOptions: {
    persistAuthorization: true,
    displayRequestDuration: true,
    // Closed, a part costs nothing; with all operations drawn, every click takes seconds.
    docExpansion: 'none',
    tagsSorter: 'alpha',
  },
};

/** The documents at `/openapi.json` and `/openapi/<audience>.json`, and Swagger UI at `/docs` and `/docs/<audience>`. */
export function serveDocuments(app: NestFastifyApplication, config: Pick<Config, 'swaggerUi'>): void {
  const full = once(() => buildOpenApi(app));
  serve(app, config, 'openapi.json', 'docs', full);
  for (const audience of AUDIENCES) {
    const document = once(() => documentFor(audience, full()));
    serve(app, config, `openapi/${audience}.json`, `docs/${audience}`, document);
  }
}

function serve(
  app: NestFastifyApplication,
  { swaggerUi }: Pick<Config, 'swaggerUi'>,
  path: string,
  page: string,
  document: () => OpenAPIObject,
): void {
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const text = once(() => JSON.stringify(document()));
  server.get(`/${path}`, (_request, reply) => reply.type('application/json; charset=utf-8').send(text()));
  if (swaggerUi) SwaggerModule.setup(page, app, document, { ...UI, customSiteTitle: 'Souk API' });
}

/** Built when somebody asks for it, and then kept. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
