import cors from '@fastify/cors';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/index.js';
import { Metrics } from '../observability/index.js';
import { AllowedMethods } from './allowed-methods.js';
import { cache, correlate, observe } from './hooks.js';
import { serveDocuments } from './openapi/serve.js';

const EXPOSED = [
  'ETag',
  'Idempotency-Replayed',
  'Location',
  'RateLimit',
  'RateLimit-Policy',
  'Request-Id',
  'Retry-After',
];
/** Swagger UI loads its own scripts and sets styles; nothing else of a page is ever served. */
const POLICY = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  fontSrc: null,
  frameAncestors: ["'none'"],
  upgradeInsecureRequests: null,
};
const YEAR_SECONDS = 31_536_000;
const PREFLIGHT_SECONDS = 600;

/** Everything in front of and behind the controllers. Call it between `NestFactory.create` and `app.init()`. */
export async function configureHttp(app: NestFastifyApplication, config: Config): Promise<void> {
  const server = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  app.get(AllowedMethods).watch(server);
  correlate(server);
  observe(server, app.get(Metrics));
  cache(server);
  app.useSecurityHeaders({
    contentSecurityPolicy: { directives: POLICY },
    xFrameOptions: { action: 'deny' },
    strictTransportSecurity: config.production ? { maxAge: YEAR_SECONDS, includeSubDomains: true } : false,
  });
  await server.register(cors, {
    origin: config.corsOrigins.length > 0 ? [...config.corsOrigins] : false,
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED,
    maxAge: PREFLIGHT_SECONDS,
  });
  serveDocuments(app, config);
}
