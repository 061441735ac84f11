import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Redis } from 'ioredis';
import { freePort } from './free-port.js';

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
