import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../support/free-port.js';
import { killPostgres, startNode, type Started } from '../../support/process.js';

const PROGRAM = ['--import', './scripts/typescript.js', '--no-warnings', 'test/prove/crash/postgres-process.ts'];

/** A PostgreSQL that syncs what it commits, as a process of its own, which can be killed and recovers. */
export class OwnPostgres {
  private started: Started | undefined;
  /** Of its database `souk`; the same after every restart. */
  url = '';

  private constructor(
    readonly folder: string,
    private readonly port: number,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<OwnPostgres> {
    const folder = await mkdtemp(join(tmpdir(), 'souk-own-'));
    await chmod(folder, 0o755);
    const postgres = new OwnPostgres(folder, await freePort(), env);
    await postgres.run();
    return postgres;
  }

  /** Kills the server and everything of it at once, as a power cut would, and starts it again. */
  async crash(): Promise<void> {
    await killPostgres(this.folder);
    await this.started?.stop('SIGKILL');
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.run();
      } catch (error) {
        // Its children hold its memory until they have noticed.
        if (attempt === 20) throw error;
        await sleep(250);
      }
    }
  }

  /** What the server has said. */
  log(): Promise<string> {
    return readFile(join(this.folder, 'postgres.log'), 'utf8');
  }

  async stop(): Promise<void> {
    await this.started?.stop('SIGTERM');
    await rm(this.folder, { recursive: true, force: true });
  }

  private async run(): Promise<void> {
    this.started = startNode([...PROGRAM, this.folder, String(this.port)], this.env);
    const [, url = ''] = await this.started.says(/PostgreSQL is ready at (\S+)/);
    this.url = url;
  }
}
