import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.js';
import { startNode, type Started } from '../../support/process.js';

const SOURCES = ['--import', './scripts/typescript.js', '--no-warnings'];
const PROVIDER = [...SOURCES, 'test/support/provider-process.ts'];
/** What is built, or with `SOUK_PROVE_SOURCES` the sources as they are. */
const isBuilt = process.env.SOUK_PROVE_SOURCES === undefined;
const API = isBuilt ? ['scripts/start.cjs'] : [...SOURCES, 'src/main.ts'];
const WORKER = isBuilt ? ['scripts/start.cjs', 'worker'] : [...SOURCES, 'src/worker.ts'];

export type Part = 'api' | 'worker' | 'provider';

/** What a part says that has nothing to start on. */
const WITHOUT_DATABASE = /The database cannot be reached|Connection terminated|the database system is/;
const RESTART_MS = 200;

/**
 * API, worker and provider as processes of their own on one database. One that ends by itself is started again, as any
 * supervisor does.
 */
export class Parts {
  private readonly started = new Map<Part, Started>();
  private readonly falls: string[] = [];

  private constructor(
    readonly url: string,
    private readonly env: Record<string, string>,
  ) {}

  static async start(databaseUrl: string): Promise<Parts> {
    const [port, providerPort] = [String(await freePort()), String(await freePort())];
    const url = `http://127.0.0.1:${port}`;
    const parts = new Parts(url, {
      DATABASE_URL: databaseUrl,
      PORT: port,
      API_URL: url,
      SOUK_PROVIDER_PORT: providerPort,
      SOUK_RATE_LIMITS: 'false',
      SOUK_SWAGGER_UI: 'false',
      SOUK_DELIVERY_LEASE_MS: '1000',
    });
    await parts.spawn('provider', PROVIDER).says(/The provider listens/);
    parts.env.SOUK_PROVIDER_URL = `http://127.0.0.1:${providerPort}`;
    parts.spawn('worker', WORKER);
    await parts.startApi();
    return parts;
  }

  /** Ends the process as a power cut would, and starts it again. */
  async crash(part: 'api' | 'worker'): Promise<void> {
    const started = this.started.get(part);
    this.started.delete(part);
    await started?.stop('SIGKILL');
    if (part === 'api') await this.startApi();
    else this.spawn('worker', WORKER);
  }

  /** The last words of what has ended although nobody ended it, and for another reason than that there was no database. */
  fallen(): string[] {
    return this.falls.filter((words) => !WITHOUT_DATABASE.test(words));
  }

  async stop(): Promise<void> {
    const all = [...this.started.values()];
    this.started.clear();
    await Promise.all(all.map((each) => each.stop('SIGTERM')));
  }

  private startApi(): Promise<unknown> {
    return this.spawn('api', API, { SOUK_ROLE: 'api' }).says(/Souk is running/);
  }

  private spawn(part: Part, args: readonly string[], more: Record<string, string> = {}): Started {
    const started = startNode(args, { ...this.env, ...more });
    this.started.set(part, started);
    void started.ended.then(async ({ code, err }) => {
      if (this.started.get(part) !== started) return;
      this.falls.push(`${part} with ${code}: ${err.slice(-2_000)}`);
      await sleep(RESTART_MS);
      if (this.started.get(part) === started) this.spawn(part, args, more);
    });
    return started;
  }
}
