import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import request from 'supertest';
import { AuthModule } from '../../../src/platform/auth/index.js';
import { ConfigModule, loadConfig, type Config, type RunningConfig } from '../../../src/platform/config/index.js';
import { CryptoModule } from '../../../src/platform/crypto/index.js';
import { DatabaseModule, Db } from '../../../src/platform/database/index.js';
import { configureHttp, createAdapter, HttpPlatformModule } from '../../../src/platform/http/index.js';
import { ObservabilityModule } from '../../../src/platform/observability/index.js';
import { freshDatabase } from '../../support/index.js';
import { ProbeModule } from './fixture.js';

@Module({})
class ProbeRoot {}

const SETTINGS = { NODE_ENV: 'test', SOUK_RATE_LIMITS: 'false', SOUK_SWAGGER_UI: 'false', LOG_LEVEL: 'silent' };

export interface ProbeApp {
  readonly http: ReturnType<typeof request>;
  readonly nest: NestFastifyApplication;
  sql<R extends object>(text: string, values?: unknown[]): Promise<R[]>;
  stop(): Promise<void>;
}

/** The HTTP platform with probing routes on a real database, and nothing of the marketplace. */
export async function startProbe(changes: Partial<Config> = {}): Promise<ProbeApp> {
  const database = await freshDatabase();
  const config: RunningConfig = { ...loadConfig(SETTINGS), ...changes, databaseUrl: database.url };
  const platform = [ConfigModule.of(config), ObservabilityModule, DatabaseModule, CryptoModule, AuthModule];
  const root = { module: ProbeRoot, imports: [...platform, HttpPlatformModule, ProbeModule] };
  const nest = await NestFactory.create<NestFastifyApplication>(root, createAdapter(config), {
    logger: false,
    abortOnError: false,
    forceCloseConnections: true,
  });
  await configureHttp(nest, config);
  await nest.listen(0, '127.0.0.1');
  const sql = async <R extends object>(text: string, values: unknown[] = []): Promise<R[]> => {
    const result = await nest.get(Db).pool.query<R>(text, values);
    return result.rows;
  };
  await sql('create table probes (id bigint generated always as identity, name text not null)');
  return {
    http: request(await nest.getUrl()),
    nest,
    sql,
    stop: async () => {
      await nest.close();
      await database.drop();
    },
  };
}
