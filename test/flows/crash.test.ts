import { ApiClient } from '../../src/tools/api-client.js';
import { booksOf, calmBooks, expectBooks, KILL_EVERY, rest, tradeSteps, type Books } from '../support/crash.trade.js';
import { freePort, freshDatabase, type TestDatabase } from '../support/index.js';
import { startNode, type Started } from '../support/process.js';

const LONG = 600_000;

/** The whole marketplace as one process on a database of its own, which can be killed and started again. */
class Marketplace {
  private started: Started | undefined;

  constructor(
    private readonly database: TestDatabase,
    private readonly ports: { readonly api: number; readonly provider: number },
  ) {}

  get url(): string {
    return `http://127.0.0.1:${this.ports.api}`;
  }

  async start(): Promise<void> {
    this.started = startNode(['scripts/start.cjs'], {
      DATABASE_URL: this.database.url,
      PORT: String(this.ports.api),
      SOUK_PROVIDER_PORT: String(this.ports.provider),
      SOUK_RATE_LIMITS: 'false',
      SOUK_SWAGGER_UI: 'false',
      SOUK_DELIVERY_LEASE_MS: '1000',
    });
    await this.started.says(/Souk is running/);
  }

  async crash(): Promise<void> {
    await this.started?.stop('SIGKILL');
    await this.start();
  }

  async stop(): Promise<void> {
    await this.started?.stop('SIGTERM');
  }
}

/** Runs a trade with a kill -9 after its steps, and returns the books it ends in. */
async function booksAfterKills(): Promise<Books> {
  const database = await freshDatabase();
  const marketplace = new Marketplace(database, { api: await freePort(), provider: await freePort() });
  const api = new ApiClient(marketplace.url);
  await marketplace.start();
  for (const [nth, step] of tradeSteps(api).entries()) {
    await rest(api);
    await step();
    if (nth % KILL_EVERY === 0) await marketplace.crash();
  }
  const books = await booksOf(api, database);
  await marketplace.stop();
  await database.drop();
  return books;
}

describe(`a marketplace that is killed after steps of a trade (1 of ${KILL_EVERY})`, () => {
  it(
    'ends in the same books as one that is not',
    async () => {
      const calm = await calmBooks();

      const killed = await booksAfterKills();

      expectBooks(calm);
      expect(killed).toEqual(calm);
    },
    LONG,
  );
});
