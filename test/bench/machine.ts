import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../support/free-port.js';
import { startNode, type Started } from '../support/process.js';

/** Of the kernel's counters in `/proc`; 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;
/** The first start may have to build. */
const READY_WITHIN_MS = 300_000;

/** A server process that is measured from outside. Memory and processor time are known on Linux only. */
export class Server {
  constructor(
    readonly url: string,
    private readonly process: Started,
  ) {}

  cpuSeconds(): number | undefined {
    const file = `/proc/${this.process.child.pid}/stat`;
    if (!existsSync(file)) return undefined;
    const text = readFileSync(file, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  }

  rssMiB(): number | undefined {
    const file = `/proc/${this.process.child.pid}/status`;
    if (!existsSync(file)) return undefined;
    const [, kibibytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(file, 'utf8')) ?? [];
    return Number(kibibytes) / 1024;
  }

  /** Processor seconds for 1,000 pieces of work, since `before`. */
  cpuPer1000(before: number | undefined, pieces: number): number | undefined {
    const now = this.cpuSeconds();
    return now === undefined || before === undefined ? undefined : ((now - before) / pieces) * 1000;
  }

  async stop(): Promise<void> {
    await this.process.stop('SIGTERM');
  }
}

/** Starts `node …args` with a port of its own and waits until it is ready. */
export async function startServer(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Server> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process = startNode(args, { ...env, PORT: String(port) });
  let end: string | undefined;
  void process.ended.then(({ out, err }) => (end = `${out}\n${err}`));
  const until = performance.now() + READY_WITHIN_MS;
  while (end === undefined && performance.now() < until) {
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined);
    if (answer?.ok) return new Server(url, process);
    await sleep(10);
  }
  process.child.kill();
  throw new Error(`${args.join(' ')} did not become ready:\n${end ?? `${process.out}\n${process.err}`}`);
}

/** The API with its worker and the stand-in provider, as `npm start` runs it. */
export async function startMarketplace(env: Readonly<Record<string, string>>): Promise<Server> {
  const settings = { SOUK_RATE_LIMITS: 'false', SOUK_SWAGGER_UI: 'false', LOG_LEVEL: 'error' };
  return startServer(['scripts/start.cjs'], { ...settings, ...env });
}
