import pg from 'pg';
import { freePort, freshDatabase } from '../support/index.js';
import { startNode } from '../support/process.js';

const LONG = 600_000;
const PRODUCTION = {
  NODE_ENV: 'production',
  HOST: '127.0.0.1',
  SOUK_SECRET: 'a-master-key-of-thirty-two-characters',
  SOUK_PROVIDER_WEBHOOK_SECRET: 'whsec_b3RoZXI=',
  SOUK_PAYMENT_PROVIDER: 'stripe',
  SOUK_STRIPE_SECRET_KEY: 'sk_test_51Hx',
  SOUK_STRIPE_WEBHOOK_SECRET: 'whsec_abc',
  SOUK_STRIPE_RETURN_URL: 'https://shop.example/paid',
  SOUK_STRIPE_API: 'https://127.0.0.1:9',
};

describe('a start in production', () => {
  beforeAll(() => startNode(['scripts/ensure-built.cjs']).ended, LONG);

  it('plants no seeds, opens no sandbox and tells no metrics', async () => {
    const [database, port] = await Promise.all([freshDatabase(), freePort()]);
    const settings = { ...PRODUCTION, DATABASE_URL: database.url, PORT: String(port) };
    const started = startNode(['scripts/start.cjs'], settings);
    await started.says(/Souk is running/);

    const asked = ['/v1/sandbox/clock', '/metrics', '/health/live'];
    const answers = await Promise.all(asked.map((path) => fetch(`http://127.0.0.1:${port}${path}`)));
    const ended = await started.stop('SIGTERM');

    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const counted = `select (select count(*)::int from users) as users, (select count(*)::int from listings) as listings`;
    const { rows } = await client.query<object>(counted);
    await client.end();
    await database.drop();
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 200]);
    expect(ended.code).toBe(0);
    expect(ended.out).not.toContain('Credentials');
    expect(rows).toEqual([{ users: 0, listings: 0 }]);
  }, 120_000);
});
