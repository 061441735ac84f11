import { resolve } from 'node:path';
import type { Config } from './config.js';
import { misplacedPaymentSettings, readPaymentSettings } from './payment-settings.js';
import { Reader, type Env } from './reader.js';

export const DEFAULT_SECRET = 'souk-sandbox-secret-never-for-production';
export const DEFAULT_WEBHOOK_SECRET = 'whsec_c291ay1zYW5kYm94LXdlYmhvb2s=';
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
const ROLES = ['all', 'api', 'worker'] as const;

/** Names every setting that is wrong, one line each. */
export class BadSettings extends Error {
  constructor(readonly faults: readonly string[]) {
    super(`Bad settings: ${faults.join('; ')}`);
  }
}

/** Reads the settings of the process. @throws BadSettings with all faults at once. */
export function loadConfig(env: Env): Config {
  const read = new Reader(env);
  const production = read.oneOf('NODE_ENV', ['production', 'development', 'test']) === 'production';
  const config: Config = {
    production,
    sandbox: !production && (read.flag('SOUK_SANDBOX') ?? true),
    host: read.text('HOST') ?? (production ? '0.0.0.0' : '127.0.0.1'),
    port: read.integer('PORT', 0, 65_535) ?? 3000,
    databaseUrl: read.url('DATABASE_URL', 'postgres:', 'postgresql:'),
    embeddedPort: read.integer('SOUK_PG_PORT', 1, 65_535),
    dataDir: resolve(read.text('SOUK_DATA_DIR') ?? '.souk'),
    redisUrl: read.url('REDIS_URL', 'redis:', 'rediss:'),
    secret: read.text('SOUK_SECRET') ?? DEFAULT_SECRET,
    poolSize: read.integer('SOUK_POOL_SIZE', 1, 200) ?? 10,
    poolWaitMs: read.integer('SOUK_POOL_WAIT_MS', 100, 120_000) ?? 15_000,
    deliveryLeaseMs: read.integer('SOUK_DELIVERY_LEASE_MS', 1_000, 3_600_000) ?? 30_000,
    corsOrigins: (read.text('SOUK_CORS_ORIGINS') ?? '').split(',').filter((origin) => origin !== ''),
    trustedProxies: read.networks('SOUK_TRUSTED_PROXIES'),
    rateLimits: read.flag('SOUK_RATE_LIMITS') ?? true,
    swaggerUi: read.flag('SOUK_SWAGGER_UI') ?? true,
    logLevel: read.oneOf('LOG_LEVEL', LOG_LEVELS) ?? (production ? 'info' : 'warn'),
    metricsPort: read.integer('SOUK_METRICS_PORT', 1, 65_535),
    metricsHost: read.text('SOUK_METRICS_HOST') ?? '127.0.0.1',
    argon2: {
      memoryKiB: read.integer('SOUK_ARGON2_MEMORY_KIB', 8, 1_048_576) ?? 47_104,
      passes: read.integer('SOUK_ARGON2_PASSES', 1, 10) ?? 1,
    },
    providerUrl: read.url('SOUK_PROVIDER_URL', 'http:', 'https:'),
    providerTimeoutMs: read.integer('SOUK_PROVIDER_TIMEOUT_MS', 100, 60_000) ?? 3_000,
    providerPort: read.integer('SOUK_PROVIDER_PORT', 1, 65_535),
    providerWebhookSecret: read.text('SOUK_PROVIDER_WEBHOOK_SECRET') ?? DEFAULT_WEBHOOK_SECRET,
    ...readPaymentSettings(read),
    sealExport: read.text('SOUK_SEAL_EXPORT'),
    bankAccount: read.name('SOUK_BANK_ACCOUNT', 13) ?? 'main',
    role: read.oneOf('SOUK_ROLE', ROLES) ?? 'all',
  };
  const misplaced = [
    ...misplacedPaymentSettings(config),
    ...(production ? productionFaults(config, read.text('SOUK_SANDBOX')) : []),
  ];
  const faults = [...read.faults, ...misplaced];
  if (faults.length > 0) throw new BadSettings(faults);
  return config;
}

function productionFaults(config: Config, sandbox: string | undefined): string[] {
  const faults: string[] = [];
  if (!config.databaseUrl) faults.push('DATABASE_URL is required in production: the embedded PostgreSQL is for trials');
  if (config.secret === DEFAULT_SECRET) faults.push('SOUK_SECRET must be set in production');
  if (config.secret.length < 32) faults.push('SOUK_SECRET must have at least 32 characters');
  if (config.providerWebhookSecret === DEFAULT_WEBHOOK_SECRET)
    faults.push('SOUK_PROVIDER_WEBHOOK_SECRET must be set in production');
  if (sandbox === 'true') faults.push('SOUK_SANDBOX cannot be true in production');
  return faults;
}
