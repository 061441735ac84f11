import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { RedisBuckets } from '../../../src/platform/http/redis-buckets.js';
import { freePort } from '../../support/index.js';

const LIMIT = { quota: 3, windowSeconds: 3_600 };

describe('buckets in Redis', () => {
  let server: ChildProcess;
  let url: string;

  beforeAll(async () => {
    const port = await freePort();
    server = spawn('redis-server', ['--port', String(port), '--save', '', '--appendonly', 'no']);
    for await (const line of server.stdout ?? []) if (String(line).includes('Ready to accept')) break;
    url = `redis://127.0.0.1:${port}`;
  });

  afterAll(async () => {
    const stopped = once(server, 'exit');
    server.kill();
    await stopped;
  });

  it('are shared by all instances and never give more than the quota', async () => {
    const instances = [new RedisBuckets(url), new RedisBuckets(url)];
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
