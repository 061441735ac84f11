import { ApiClient } from '../../src/tools/api-client.js';
import { booksOf, calmBooks, expectBooks, KILL_EVERY, rest, tradeSteps, type Books } from '../support/crash.trade.js';
import { freePort, freshDatabase, type TestDatabase } from '../support/index.js';
import { startNode, type Started } from '../support/process.js';

const LONG = 600_000;
const PROVIDER = ['--import', './scripts/typescript.js', '--no-warnings', 'test/support/provider-process.ts'];
const API = ['scripts/start.cjs'];
const WORKER = ['scripts/start.cjs', 'worker'];

type Part = 'api' | 'worker' | 'provider';

/** API, worker and payment provider as processes of their own on one database. */
class Parts {
  private readonly started = new Map<Part, Started>();
  private readonly env: Record<string, string>;

  private constructor(
    readonly database: TestDatabase,
    readonly url: string,
    ports: { readonly api: number; readonly provider: number },
  ) {
    this.env = {
      DATABASE_URL: database.url,
      PORT: String(ports.api),
      API_URL: url,
      SOUK_PROVIDER_PORT: String(ports.provider),
      SOUK_RATE_LIMITS: 'false',
      SOUK_SWAGGER_UI: 'false',
      SOUK_DELIVERY_LEASE_MS: '1000',
    };
  }

  static async start(database: TestDatabase): Promise<Parts> {
    const ports = { api: await freePort(), provider: await freePort() };
    const parts = new Parts(database, `http://127.0.0.1:${ports.api}`, ports);
    await parts.spawn('provider', PROVIDER).says(/The provider listens/);
    parts.env.SOUK_PROVIDER_URL = `http://127.0.0.1:${ports.provider}`;
    parts.spawn('worker', WORKER);
    await parts.startApi();
    return parts;
  }

  /** Ends the process as a power cut would, and starts it again. Nobody waits for a worker but what it has to do. */
  async crash(part: 'api' | 'worker'): Promise<void> {
    await this.started.get(part)?.stop('SIGKILL');
    if (part === 'api') await this.startApi();
    else this.spawn('worker', WORKER);
  }

  async stop(): Promise<void> {
    await Promise.all([...this.started.values()].map((each) => each.stop('SIGTERM')));
    await this.database.drop();
  }

  private startApi(): Promise<unknown> {
    return this.spawn('api', API, { SOUK_ROLE: 'api' }).says(/Souk is running/);
  }

  private spawn(part: Part, args: readonly string[], more: Record<string, string> = {}): Started {
    const started = startNode(args, { ...this.env, ...more });
    this.started.set(part, started);
    return started;
  }
}

/**
 * Runs a trade and returns the books it ends in. After its steps the API or the worker is killed, and the client, who
 * may not have heard the answer, asks for the same again.
 */
async function booksAfterKills(): Promise<Books> {
  const parts = await Parts.start(await freshDatabase());
  const api = new ApiClient(parts.url);
  for (const [nth, step] of tradeSteps(api).entries()) {
    await rest(api);
    await step();
    if (nth % KILL_EVERY === 0) await parts.crash((nth / KILL_EVERY) % 2 === 0 ? 'api' : 'worker');
    await step();
  }
  const books = await booksOf(api, parts.database);
  await parts.stop();
  return books;
}

describe('a marketplace whose API and worker are killed by turns', () => {
  it(
    'ends in the same books as one that is not',
    async () => {
      const [calm, killed] = await Promise.all([calmBooks(), booksAfterKills()]);

      expectBooks(calm);
      expect(killed).toEqual(calm);
    },
    LONG,
  );
});
