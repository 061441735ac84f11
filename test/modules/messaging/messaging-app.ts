import { fork } from 'node:child_process';
import { on, once } from 'node:events';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { AuthModule } from '../../../src/platform/auth/index.js';
import { ClockModule } from '../../../src/platform/clock/index.js';
import { ConfigModule, loadConfig, type Config, type RunningConfig } from '../../../src/platform/config/index.js';
import { CryptoModule } from '../../../src/platform/crypto/index.js';
import { DatabaseModule } from '../../../src/platform/database/index.js';
import { HttpPlatformModule } from '../../../src/platform/http/index.js';
import { MessagingModule, type MessagingOptions } from '../../../src/platform/messaging/index.js';
import { ObservabilityModule } from '../../../src/platform/observability/index.js';
import { ParcelModule } from './parcels.js';

export { hasRedis, startRedis, type RedisServer } from '../../support/redis.js';

interface Settings {
  readonly databaseUrl: string;
  readonly config?: Partial<Config>;
  readonly options?: Partial<MessagingOptions>;
  readonly modules?: readonly Type[];
}

/** One process's share of messaging, without HTTP: what publishes, relays and handles. */
export async function startMessaging(settings: Settings): Promise<INestApplicationContext> {
  const config: RunningConfig = {
    ...loadConfig({ NODE_ENV: 'test', LOG_LEVEL: 'silent' }),
    ...settings.config,
    databaseUrl: settings.databaseUrl,
  };
  const root = {
    module: class Root {},
    imports: [
      ConfigModule.of(config),
      ObservabilityModule,
      DatabaseModule,
      CryptoModule,
      ClockModule.of(config),
      AuthModule,
      HttpPlatformModule,
      MessagingModule.of(config, { undecidedEvents: 'warn', ...settings.options }),
      ...(settings.modules ?? [ParcelModule]),
    ],
  };
  const context = await NestFactory.createApplicationContext(root, { logger: false, abortOnError: false });
  return context.init();
}

export interface WorkerProcess {
  /** The next thing that the worker says. */
  next(): Promise<string>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** A worker in a process of its own. */
export function spawnWorker(databaseUrl: string, redisUrl = ''): WorkerProcess {
  const child = fork(join(import.meta.dirname, 'worker-process.ts'), {
    execArgv: ['--import', './scripts/typescript.js', '--no-warnings'],
    env: { ...process.env, WORKER_DATABASE_URL: databaseUrl, WORKER_REDIS_URL: redisUrl, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const said = on(child, 'message') as AsyncIterator<[string]>;
  return {
    next: async () => ((await said.next()).value as [string])[0],
    kill: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
