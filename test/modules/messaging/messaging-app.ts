import { execFileSync, fork, spawn, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { INestApplicationContext, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Redis } from 'ioredis';
import { AuthModule } from '../../../src/platform/auth/index.js';
import { ClockModule } from '../../../src/platform/clock/index.js';
import { ConfigModule, loadConfig, type Config, type RunningConfig } from '../../../src/platform/config/index.js';
import { CryptoModule } from '../../../src/platform/crypto/index.js';
import { DatabaseModule } from '../../../src/platform/database/index.js';
import { HttpPlatformModule } from '../../../src/platform/http/index.js';
import { MessagingModule, type MessagingOptions } from '../../../src/platform/messaging/index.js';
import { ObservabilityModule } from '../../../src/platform/observability/index.js';
import { ParcelModule } from './parcels.js';

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

export interface RedisServer {
  readonly url: string;
  flush(): Promise<void>;
  /** Ends it as a power cut would; it keeps nothing on disk. */
  crash(): Promise<void>;
  /** At the same address, and empty. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether the machine has a Redis; where everything must be tested, its absence is a failure. */
export function hasRedis(): boolean {
  try {
    execFileSync('redis-server', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.CI === 'true') throw new Error('CI needs redis-server: the queues are tested on both backends');
    console.warn('Skipped on Redis: this machine has no redis-server');
    return false;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

export async function startRedis(): Promise<RedisServer> {
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
  const launch = (): ChildProcess => spawn('redis-server', args, { stdio: 'ignore' });
  let server = launch();
  const client = new Redis(port, '127.0.0.1', { retryStrategy: () => 50, maxRetriesPerRequest: null });
  client.on('error', () => {});
  await client.ping();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    server.kill(signal);
    await once(server, 'exit');
  };
  return {
    url: `redis://127.0.0.1:${port}`,
    flush: async () => void (await client.flushall()),
    crash: () => end('SIGKILL'),
    restart: async () => {
      server = launch();
      await client.ping();
    },
    stop: async () => {
      client.disconnect();
      await end('SIGTERM');
    },
  };
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
