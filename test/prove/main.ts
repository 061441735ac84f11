import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

interface Proof {
  readonly files: readonly string[];
  /** Its full size. */
  readonly env: Readonly<Record<string, string>>;
}

/** Every test that is run as often as that variable says, or as the rounds of another file do. */
const isRace = (file: string): boolean =>
  /SOUK_RACE_ROUNDS|import \{[^}]*\bROUNDS\b/.test(readFileSync(`test/${file}`, 'utf8'));
const tests = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.test.ts'));
const RACES = tests.filter(isRace).sort();

/** What each of them proves is in docs/proofs.md. */
const PROOFS: Readonly<Record<string, Proof>> = {
  ledger: { files: ['test/prove/ledger'], env: { SOUK_PROVE_COMMANDS: '10000' } },
  trade: { files: ['test/flows/trade-commands'], env: { TRADE_COMMANDS: '10000' } },
  races: {
    files: RACES.map((file) => `test/${file}`),
    env: { SOUK_RACE_ROUNDS: '200' },
  },
  schema: {
    files: ['test/prove/schema', 'test/modules/books/mutants'],
    env: {},
  },
  locks: {
    files: ['test/prove/locks', 'test/modules/books/lock-mutants'],
    env: { SOUK_PROVE_MEETINGS: '1000', SOUK_PROVE_PLAYS: '1000', SOUK_PROVE_TWINS: '1000' },
  },
  commit: { files: ['test/prove/commit'], env: { SOUK_CUT_ROUNDS: '20' } },
  crash: {
    files: ['test/prove/crash', 'test/flows/crash'],
    env: { SOUK_CRASH_EVERY: '1', SOUK_CRASH_ROUNDS: '20', SOUK_SYNC_ROUNDS: '10' },
  },
  years: { files: ['test/prove/years'], env: { SOUK_PROVE_SELLERS: '200', SOUK_PROVE_MONTHS: '24' } },
};

const { values, positionals } = parseArgs({ allowPositionals: true, options: { seed: { type: 'string' } } });
const names = positionals.length > 0 && positionals[0] !== 'all' ? positionals : Object.keys(PROOFS);
const seed = values.seed ?? String(Math.floor(Math.random() * 1_000_000_000));

/** Variables that are set already stay as they are, so that a proof can be given any size. */
async function prove(name: string, { files, env }: Proof): Promise<boolean> {
  const given = { SOUK_PROVE_SEED: seed, TRADE_SEED: seed, ...env, ...process.env };
  console.log(
    `\n${name}: ${Object.keys(env)
      .map((key) => `${key}=${given[key as keyof typeof given]} `)
      .join('')}seed ${seed}`,
  );
  const began = Date.now();
  const run = spawn('npm', ['run', '-s', 'jest', '--', '-w', '1', ...files], { env: given, stdio: 'inherit' });
  const [code] = (await once(run, 'close')) as [number | null];
  console.log(`${name}: ${code === 0 ? 'holds' : 'FAILED'} after ${Math.round((Date.now() - began) / 1_000)} s`);
  return code === 0;
}

const unknown = names.filter((name) => !(name in PROOFS));
if (unknown.length > 0) throw new Error(`No proof ${unknown.join(', ')}: there are ${Object.keys(PROOFS).join(', ')}`);
const failed: string[] = [];
for (const name of names) if (!(await prove(name, PROOFS[name] as Proof))) failed.push(name);
console.log(
  failed.length === 0
    ? `\nAll hold. Replay: npm run prove -- --seed ${seed}`
    : `\nFailed: ${failed.join(', ')}. Seed ${seed}`,
);
process.exitCode = failed.length === 0 ? 0 : 1;
