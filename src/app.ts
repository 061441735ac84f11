import 'reflect-metadata';
import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { AppModule, type ModuleEntry } from './app.module.js';
import type { RunningConfig } from './platform/config/index.js';
import { configureHttp, createAdapter } from './platform/http/index.js';
import { createLogger, NestLogger } from './platform/observability/index.js';

const SWEEP_MS = 50;

/** The API, not yet listening; with `role: 'all'` its worker too. */
export async function createApp(
  config: RunningConfig,
  modules?: readonly ModuleEntry[],
): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(config, modules), createAdapter(config), {
    logger: new NestLogger(createLogger(config.logLevel)),
    abortOnError: false,
  });
  await configureHttp(app, config);
  return app;
}

/**
 * Stops the API: takes no further request, lets those under way end, then the jobs that run. Requests end by
 * themselves: each has a time limit.
 */
export async function closeApp(app: NestFastifyApplication): Promise<void> {
  const server = app.getHttpServer();
  // A client keeps its connection for its next request, which is not taken any more.
  const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
  try {
    await app.getHttpAdapter().getInstance().close();
  } finally {
    clearInterval(sweep);
  }
  await app.close();
}

/** The relay, the consumers and the sweeper, without HTTP. */
export async function createWorker(config: RunningConfig): Promise<INestApplicationContext> {
  const app = await NestFactory.createApplicationContext(AppModule.of(config), {
    logger: new NestLogger(createLogger(config.logLevel)),
    abortOnError: false,
  });
  return app.init();
}
