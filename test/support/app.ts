import type { AddressInfo } from 'node:net';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import pg from 'pg';
import request from 'supertest';
import { createApp } from '../../src/app.js';
import { modulesOf, type ModuleEntry } from '../../src/app.module.js';
import { Clock, plus } from '../../src/kernel/index.js';
import { loadConfig, type Config, type RunningConfig } from '../../src/platform/config/index.js';
import { Drain, Timeline } from '../../src/platform/messaging/index.js';
import type { SandboxProvider } from '../../src/sandbox/provider/index.js';
import { startProviderFor, webhooksOf } from '../../src/sandbox/start-provider.js';
import { freshDatabase, type TestDatabase } from './database.js';
import { invariantFaults } from './invariants.js';
import { countingStatements } from './statements.js';

export interface StartOptions {
  /** Boot these modules instead of the whole marketplace. */
  readonly modules?: readonly ModuleEntry[];
  readonly config?: Partial<Config>;
  /** Puts something between the application and its database: takes the address of the one, returns the other. */
  readonly through?: (databaseUrl: string) => Promise<string>;
  /** The same between the application and its provider. */
  readonly throughProvider?: (providerUrl: string) => Promise<string>;
}

const DAY_MS = 86_400_000;
const SIX_HOURS_MS = DAY_MS / 4;

type Agent = ReturnType<typeof request>;

interface Parts {
  readonly nest: NestFastifyApplication;
  readonly provider: SandboxProvider;
  readonly database: TestDatabase;
  readonly client: pg.Client;
}

/** A running marketplace with a database of its own, spoken to over HTTP. */
export class TestApp {
  static readonly running = new Set<TestApp>();

  constructor(
    readonly url: string,
    readonly config: RunningConfig,
    private readonly parts: Parts,
  ) {
    TestApp.running.add(this);
  }

  /** The stand-in payment provider and bank. */
  get provider(): SandboxProvider {
    return this.parts.provider;
  }

  get http(): Agent {
    return request(this.url);
  }

  get<T>(type: Type<T> | (abstract new () => T)): T {
    return this.parts.nest.get(type as Type<T>, { strict: false });
  }

  /** Waits until every event, job and due deadline has been handled. */
  async drain(): Promise<void> {
    await this.get(Drain).run();
  }

  /** Moves the marketplace clock forward, through everything that falls due on the way. */
  async advance(duration: string): Promise<void> {
    await this.advanceTo(plus(this.get(Clock).now(), duration));
  }

  /** The same with an instant as the target. On a way of days time rests every six hours: a night is two rests. */
  async advanceTo(target: Date): Promise<void> {
    const wayMs = target.getTime() - this.get(Clock).now().getTime();
    const isWayOfDays = wayMs >= 2 * DAY_MS && wayMs <= 60 * DAY_MS;
    await this.get(Timeline).advanceTo(target, undefined, isWayOfDays ? SIX_HOURS_MS : undefined);
    await this.drain();
  }

  async sql<R extends object>(text: string, values: unknown[] = []): Promise<R[]> {
    const result = await this.parts.client.query<R>(text, values);
    return result.rows;
  }

  /** How many SQL statements the application sent while `work` ran, transaction control not counted. */
  async countStatements(work: () => Promise<unknown>): Promise<string[]> {
    return countingStatements(work);
  }

  /** The house invariants: books that balance, no negative stock, no move without its history. */
  async checkInvariants(): Promise<void> {
    expect(await invariantFaults(this.parts.client)).toEqual([]);
  }

  async stop(): Promise<void> {
    TestApp.running.delete(this);
    try {
      await this.checkInvariants();
    } finally {
      const { nest, provider, database, client } = this.parts;
      await client.end();
      await nest.close();
      await provider.close();
      await database.drop();
    }
  }
}

/** The system's choice, taken as it is chosen: a port looked up beforehand can be another's by then. */
const ANY_PORT = 0;

const TEST_ENV = {
  NODE_ENV: 'test',
  SOUK_RATE_LIMITS: 'false',
  SOUK_SWAGGER_UI: 'false',
  SOUK_ARGON2_MEMORY_KIB: '64',
  LOG_LEVEL: process.env.TEST_LOG ?? 'silent',
};

export async function startApp(options: StartOptions = {}): Promise<TestApp> {
  const database = await freshDatabase();
  const settings = { ...loadConfig(TEST_ENV), port: ANY_PORT, ...options.config };
  const [client, provider] = await Promise.all([atTen(database.url), startProviderFor(settings, database.url)]);
  const databaseUrl = (await options.through?.(database.url)) ?? database.url;
  const providerUrl = (await options.throughProvider?.(provider.url)) ?? provider.url;
  const config: RunningConfig = { ...settings, databaseUrl, providerUrl };
  const nest = await listening(config, options.modules).catch(async (error: unknown) => {
    await client.end();
    await provider.close();
    await database.drop();
    throw error;
  });
  const { port } = nest.getHttpServer().address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  provider.deliverTo(webhooksOf(url));
  return new TestApp(url, { ...config, port }, { nest, provider, database, client });
}

/** The marketplace's day begins at ten: what falls due at night falls due on moved clocks only, at whatever hour tests run. */
async function atTen(databaseUrl: string): Promise<pg.Client> {
  const now = new Date();
  const ten = new Date(now).setUTCHours(10, 0, 0, 0);
  const offset = ten - now.getTime() + (ten < now.getTime() ? 86_400_000 : 0);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('insert into sandbox_clock (offset_ms) values ($1)', [offset]);
  return client;
}

/** An app that cannot boot closes what it has opened. */
async function listening(config: RunningConfig, modules: StartOptions['modules']): Promise<NestFastifyApplication> {
  const nest = await createApp(config, modules ?? modulesOf(config));
  try {
    await nest.listen(config.port, '127.0.0.1');
    return nest;
  } catch (error) {
    await nest.close().catch(() => {});
    throw error;
  }
}

export const bearer = (token: string): { Authorization: string } => ({ Authorization: `Bearer ${token}` });
