import { RedisBuckets } from '../../../src/platform/http/redis-buckets.js';
import { freePort } from '../../support/free-port.js';
import { hasRedis, startRedis, type RedisServer } from '../messaging/messaging-app.js';

const LIMIT = { quota: 3, windowSeconds: 3_600 };

(hasRedis() ? describe : describe.skip)('buckets in Redis', () => {
  let server: RedisServer;

  beforeAll(async () => {
    server = await startRedis();
  });

  afterAll(() => server.stop());

  it('are shared by all instances and never give more than the quota', async () => {
    const instances = [new RedisBuckets(server.url), new RedisBuckets(server.url)];
    await Promise.all(instances.map((each) => each.connected()));

    const verdicts = await Promise.all(Array.from({ length: 10 }, (_each, i) => instances[i % 2]?.take('a', LIMIT)));

    expect(verdicts.filter((verdict) => verdict?.isAllowed)).toHaveLength(3);
    expect(verdicts.filter((verdict) => verdict?.remaining === 0).length).toBeGreaterThanOrEqual(8);
    instances.forEach((each) => each.close());
  });

  it('give way to limits of each instance while Redis is away', async () => {
    const buckets = new RedisBuckets(`redis://127.0.0.1:${await freePort()}`);

    const verdicts = [1, 2, 3, 4].map(() => buckets.take('a', LIMIT));

    expect((await Promise.all(verdicts)).map(({ isAllowed }) => isAllowed)).toEqual([true, true, true, false]);
    buckets.close();
  });
});
