import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/platform/embedded-postgres/index.js';
import { checkoutScript, prepareCheckoutTables } from './checkout-limit.js';
import { startMarketplace, type Server } from './machine.js';
import { Market } from './market.js';
import type { Options } from './options.js';
import { limitOf, type Limit } from './pgbench.js';

/** A folder that PostgreSQL's own user may enter. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'souk-bench-'));
  await chmod(folder, 0o755);
  return folder;
}

/** What is needed to measure work with money in a process of its own. */
export interface MoneyBench {
  readonly databaseUrl: string;
  /** For what the phase writes beside the product's tables. */
  readonly folder: string;
  readonly db: pg.Client;
  readonly options: Pick<Options, 'seconds' | 'payees'>;
  readonly market: { readonly sellers: readonly string[] };
  readonly server: { stop(): Promise<void> };
}

/** What phases measure: one database, the server on it, and who trades there. */
export class Bench {
  private checkout: Promise<Limit> | undefined;
  private alone: Promise<Limit> | undefined;

  private constructor(
    readonly options: Options,
    readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
    readonly db: pg.Client,
    readonly market: Market,
    public server: Server,
  ) {}

  /** Starts PostgreSQL in the folder, and the built server on it, with people but without goods. */
  static async open(options: Options, folder: string): Promise<Bench> {
    const postgres = await startEmbeddedPostgres({ dataDir: folder });
    let server: Server | undefined;
    try {
      server = await startMarketplace({ DATABASE_URL: postgres.url });
      const db = new pg.Client({ connectionString: postgres.url });
      await db.connect();
      await prepareCheckoutTables(db, options.listings);
      const market = await Market.open(server.url, db, options);
      return new Bench(options, folder, postgres, db, market, server);
    } catch (error) {
      await server?.stop();
      await postgres.stop();
      throw error;
    }
  }

  get databaseUrl(): string {
    return this.postgres.url;
  }

  /** The most checkouts in a second that PostgreSQL alone can write, at 8 clients; measured once. */
  checkoutLimit(): Promise<Limit> {
    const { databaseUrl: url, folder, options } = this;
    const { seconds, listings } = options;
    this.checkout ??= limitOf(checkoutScript(listings), { url, folder, clients: 8, seconds });
    return this.checkout;
  }

  /** Milliseconds that the same transaction takes PostgreSQL alone with one client; measured once. */
  async checkoutAloneMs(): Promise<number> {
    const { databaseUrl: url, folder, options } = this;
    const { seconds, listings } = options;
    this.alone ??= limitOf(checkoutScript(listings), { url, folder, clients: 1, seconds });
    return 1_000 / (await this.alone).rate;
  }

  /** The same server anew, with other settings. */
  async restart(env: Readonly<Record<string, string>>): Promise<void> {
    await this.server.stop();
    this.server = await startMarketplace({ DATABASE_URL: this.databaseUrl, ...env });
  }

  async close(): Promise<void> {
    await this.server.stop();
    await this.db.end();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}
