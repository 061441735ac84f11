import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A real process of the project, started the way people start it. */
export class Started {
  out = '';
  err = '';
  readonly ended: Promise<Ended>;

  constructor(readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
      out: this.out,
      err: this.err,
    }));
  }

  /** The first match in what the process prints. @throws Error when it ends without. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.out);
      if (match) return match;
      const more = this.child.stdout ? once(this.child.stdout, 'data').then(() => 'more') : this.ended;
      if ((await Promise.race([more, this.ended])) !== 'more') {
        const last = pattern.exec(this.out);
        if (last) return last;
        throw new Error(`The process ended without saying ${pattern}:\n${this.out}\n${this.err}`);
      }
    }
  }

  async stop(signal: NodeJS.Signals): Promise<Ended> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Runs `node` with a clean environment plus `env`, in the project's folder. */
export function startNode(args: readonly string[], env: Readonly<Record<string, string>> = {}): Started {
  const { PATH = '', HOME = '/' } = process.env;
  return new Started(spawn(process.execPath, args, { env: { PATH, HOME, ...env }, stdio: ['ignore', 'pipe', 'pipe'] }));
}

/** Of the PostgreSQL that runs in the data folder of a marketplace; `undefined` when none does. */
export async function postgresPid(dataDir: string): Promise<number | undefined> {
  const file = await readFile(join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number(file.split('\n')[0]);
  return pid > 0 ? pid : undefined;
}

/** @throws Error when none runs: a number of 0 would mean this process and everything that it was started with. */
export async function killPostgres(dataDir: string): Promise<void> {
  const pid = await postgresPid(dataDir);
  if (pid === undefined) throw new Error(`No PostgreSQL runs in ${dataDir}`);
  process.kill(pid, 'SIGKILL');
}

export async function listenAnywhere(): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}
