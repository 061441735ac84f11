import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { closedLoop } from './load.js';

/** A transaction whose parameters are `:id`, different each time, and random whole numbers. */
export interface Script {
  readonly name: string;
  readonly randoms: Readonly<Record<string, readonly [from: number, to: number]>>;
  readonly statements: readonly string[];
}

export interface Limit {
  readonly rate: number;
  /** `pgbench` or `pg loop`. */
  readonly by: string;
}

const IDS_PER_CLIENT = 1_000_000_000;
let runs = 0;

/** How often PostgreSQL alone runs the script in a second, by `pgbench` where the machine has it. */
export async function limitOf(
  script: Script,
  { url, folder, clients, seconds }: { url: string; folder: string; clients: number; seconds: number },
): Promise<Limit> {
  runs += 1;
  const hasPgbench = spawnSync('pgbench', ['--version']).status === 0;
  if (hasPgbench) return { by: 'pgbench', rate: await byPgbench(script, url, folder, [clients, seconds]) };
  return { by: 'pg loop', rate: await byLoop(script, url, clients, seconds) };
}

async function byPgbench(script: Script, url: string, folder: string, load: [number, number]): Promise<number> {
  const [clients, seconds] = load;
  const file = join(folder, `${script.name}.sql`);
  const randoms = Object.entries(script.randoms).map(([name, [from, to]]) => `\\set ${name} random(${from}, ${to})`);
  const id = ['\\set n :n + 1', `\\set id (:base + :client_id) * ${IDS_PER_CLIENT} + :n`];
  await writeFile(
    file,
    [...id, ...randoms, ...script.statements.map((statement) => `${flat(statement)};`), ''].join('\n'),
  );
  const { hostname, port, username, password, pathname } = new URL(url);
  const env = {
    ...process.env,
    PGHOST: decodeURIComponent(hostname),
    PGPORT: port,
    PGUSER: username,
    PGPASSWORD: password,
  };
  const counters = ['-D', 'n=0', '-D', `base=${runs * 100}`];
  const size = ['-c', String(clients), '-j', '1', '-T', String(Math.ceil(seconds))];
  const args = ['-n', '-M', 'prepared', ...size, ...counters, '-f', file, pathname.slice(1)];
  const child = spawn('pgbench', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const [, rate] = /tps = ([\d.]+)/.exec(said) ?? [];
  if (code !== 0 || rate === undefined) throw new Error(`pgbench ${script.name}: ${said}`);
  return Number(rate);
}

const flat = (statement: string): string => statement.replaceAll(/\s+/g, ' ').trim();

async function byLoop(script: Script, url: string, clients: number, seconds: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: url, max: clients });
  const statements = script.statements.map((text, i) => ({ ...numbered(text), name: `${script.name}_${i}` }));
  const pieces = Array.from({ length: seconds * 20_000 }, (_, i) => runs * 100 * IDS_PER_CLIENT + i);
  const { rate } = await closedLoop(clients, seconds, pieces, async (id) => {
    const values: Record<string, number> = { id };
    for (const [name, [from, to]] of Object.entries(script.randoms)) {
      values[name] = from + Math.floor(Math.random() * (to - from + 1));
    }
    const client = await pool.connect();
    for (const { name, text, parameters } of statements) {
      await client.query({ name, text, values: parameters.map((each) => values[each]) });
    }
    client.release();
  });
  await pool.end();
  return rate;
}

/** The statement with `$1`, `$2`, … in the place of its names. */
function numbered(statement: string): { text: string; parameters: string[] } {
  const parameters: string[] = [];
  const text = statement.replaceAll(/(?<!:):([a-z]\w*)/g, (_, name: string) => {
    if (!parameters.includes(name)) parameters.push(name);
    return `$${parameters.indexOf(name) + 1}`;
  });
  return { text, parameters };
}
