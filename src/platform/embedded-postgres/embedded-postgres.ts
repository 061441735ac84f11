import { once } from 'node:events';
import { chown, mkdir, open, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { platform } from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ChildProcess } from 'node:child_process';
import pg from 'pg';
import { findBinaries, type Binaries } from './binaries.js';
import { lockDataDir, passwordFile } from './data-dir.js';
import { probePort } from './probe-port.js';
import { serverUser, spawnAs, type ServerUser } from './run-as.js';
import { StartFailure } from './start-failure.js';

export interface EmbeddedPostgresOptions {
  readonly dataDir: string;
  /** `undefined`: a free port. */
  readonly port?: number;
  /** Server settings; `fsync=off` is for tests only. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Looks at what else has to be so before anything is started, once the folder is taken. */
  readonly beforeStart?: () => Promise<unknown>;
}

export interface EmbeddedPostgres {
  /** Connection string of the database `souk`, by socket where the system has them; it listens on TCP as well. */
  readonly url: string;
  /** Tells, once, that the server has ended without having been stopped. */
  readonly lost: Promise<StartFailure>;
  stop(): Promise<void>;
}

const USER = 'souk';
const READY_WITHIN_MS = 30_000;
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  max_connections: '150',
  shared_buffers: '128MB',
  max_wal_size: '2GB',
  random_page_cost: '1.1',
  jit: 'off',
  update_process_title: 'off',
  checkpoint_timeout: '15min',
};

/** Stretching is for what people think up: guessing 24 random bytes takes for ever as it is. */
const QUICK_TO_PROVE = ['--set', 'scram_iterations=1'];

/** With `/.s.PGSQL.65535` behind it, what fits into the address of a socket everywhere. */
const LONGEST_SOCKET_FOLDER = 85;

interface Cluster {
  readonly binaries: Binaries;
  readonly user: ServerUser | undefined;
  readonly data: string;
  readonly dataDir: string;
}

/**
 * Starts a real PostgreSQL on 127.0.0.1 in a folder, initialising it the first time. A server that an earlier
 * process left behind when it was killed is stopped first; PostgreSQL then recovers from its log.
 * @throws StartFailure when the port or the folder is taken; what `beforeStart` throws.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const binaries = await findBinaries();
  const unlock = await lockDataDir(options.dataDir);
  try {
    await options.beforeStart?.();
    const data = join(options.dataDir, 'postgres');
    const user = serverUser([binaries.postgres, data]);
    const cluster = { binaries, user, data, dataDir: options.dataDir };
    const password = await initialise(cluster);
    await stopOrphan(cluster);
    const port = await probePort(options.port ?? 0, '127.0.0.1', 'SOUK_PG_PORT');
    const sockets = socketFolder(data);
    const settings = { ...SETTINGS, unix_socket_directories: sockets, ...options.settings };
    const server = await launch(cluster, port, settings);
    const url = `postgres://${USER}:${password}@${encodeURIComponent(sockets) || '127.0.0.1'}:${port}/souk`;
    await untilReady(server, url.replace(/souk$/, 'postgres'), options.dataDir);
    const watched = watch(server, options.dataDir);
    return { url, lost: watched.lost, stop: () => watched.stop().then(unlock) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** A socket of the file system takes about half the time of TCP for a round trip; empty where there can be none. */
function socketFolder(data: string): string {
  const folder = resolve(data);
  return platform === 'win32' || Buffer.byteLength(folder) > LONGEST_SOCKET_FOLDER ? '' : folder;
}

async function initialise(cluster: Cluster): Promise<string> {
  const file = await passwordFile(cluster.dataDir, cluster.user);
  const isInitialised = await stat(join(cluster.data, 'PG_VERSION')).catch(() => undefined);
  if (!isInitialised) {
    const fresh = `${cluster.data}.new`;
    await rm(fresh, { recursive: true, force: true });
    await mkdir(fresh, { mode: 0o700 });
    if (cluster.user) await chown(fresh, cluster.user.uid, cluster.user.gid);
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const access = [`--username=${USER}`, '--auth=scram-sha-256', `--pwfile=${file}`, ...QUICK_TO_PROVE];
    await run(cluster, cluster.binaries.initdb, ['-D', fresh, ...locale, ...access]);
    await rename(fresh, cluster.data);
  }
  return (await readFile(file, 'utf8')).trim();
}

async function run(cluster: Cluster, file: string, args: readonly string[]): Promise<void> {
  const child = spawnAs(cluster.user, file, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: '/' });
  let complaint = '';
  child.stderr?.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new StartFailure(`PostgreSQL could not be prepared: ${complaint.trim()}`);
}

/** Stops the server that a killed process left behind; a number in its file that another process has by now is stale. */
async function stopOrphan(cluster: Cluster): Promise<void> {
  const pidFile = join(cluster.data, 'postmaster.pid');
  const [pid] = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n');
  if (!pid) return;
  if (await isAnotherProgram(pid)) await unlink(pidFile);
  else await run(cluster, cluster.binaries.pg_ctl, ['stop', '-D', cluster.data, '-m', 'fast', '-w']).catch(() => {});
}

/** Where processes tell their command lines; elsewhere the number is believed. */
async function isAnotherProgram(pid: string): Promise<boolean> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command !== undefined && !command.includes('postgres');
}

/** In a process group of its own, so that Ctrl-C reaches us first and we stop the server when the work is drained. */
async function launch(cluster: Cluster, port: number, settings: Record<string, string>): Promise<ChildProcess> {
  const log = await open(join(cluster.dataDir, 'postgres.log'), 'a');
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawnAs(cluster.user, cluster.binaries.postgres, ['-D', cluster.data, '-p', String(port), ...flags], {
    stdio: ['ignore', log.fd, log.fd],
    detached: true,
    cwd: '/',
  });
  await log.close();
  const interrupt = (): void => void server.kill('SIGINT');
  process.once('exit', interrupt);
  server.once('exit', () => process.off('exit', interrupt));
  return server;
}

async function untilReady(server: ChildProcess, url: string, dataDir: string): Promise<void> {
  const until = Date.now() + READY_WITHIN_MS;
  while (server.exitCode === null && Date.now() < until) {
    if (await hasDatabase(url)) return;
    await sleep(20);
  }
  server.kill('SIGINT');
  throw new StartFailure(`The embedded PostgreSQL did not start: see ${join(dataDir, 'postgres.log')}`);
}

async function hasDatabase(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  try {
    await client.connect();
    const found = await client.query(`select 1 from pg_database where datname = 'souk'`);
    if (found.rowCount === 0) await client.query('create database souk');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function watch(server: ChildProcess, dataDir: string): Omit<EmbeddedPostgres, 'url'> {
  let isStopping = false;
  const lost = new Promise<StartFailure>((resolve) => {
    server.once('exit', (code, signal) => {
      const how = `${signal ?? `code ${code}`}: see ${join(dataDir, 'postgres.log')}`;
      if (!isStopping) resolve(new StartFailure(`The embedded PostgreSQL has ended by itself, with ${how}`));
    });
  });
  return {
    lost,
    stop: () => {
      isStopping = true;
      return stop(server);
    },
  };
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const closed = once(server, 'exit');
  server.kill('SIGINT');
  await closed;
}
