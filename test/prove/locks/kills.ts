import { readFileSync, writeFileSync } from 'node:fs';
import type { TestKill } from './by-tests.js';
import type { Kill } from './proof.js';
import type { TwinKill } from './twins.js';

const KILLS = 'test/prove/locks/kills.json';
/** Mutants that nobody has told from the whole yet: what is left to do. */
const OPEN = 'test/prove/locks/open.json';

type AnyKill = Kill | TestKill | TwinKill;

const read = <T>(file: string): T[] => JSON.parse(readFileSync(file, 'utf8')) as T[];
const write = (file: string, what: readonly unknown[]): void =>
  writeFileSync(file, `${JSON.stringify(what, null, 2)}\n`);

export const knownKills = (): AnyKill[] => read(KILLS);
export const byMeetings = (): Kill[] => knownKills().filter((kill): kill is Kill => 'situation' in kill);
export const byTwins = (): TwinKill[] => knownKills().filter((kill): kill is TwinKill => 'tells' in kill);
export const byTests = (): TestKill[] =>
  knownKills().filter((kill): kill is TestKill => !('situation' in kill) && !('tells' in kill));

export const openMutants = (): string[] => read(OPEN);
export const writeOpen = (mutants: readonly string[]): void => write(OPEN, mutants);

/** The mutant is told from the whole, and no longer open. */
export function keep(kill: AnyKill): void {
  if (knownKills().some(({ mutant }) => mutant === kill.mutant)) return;
  write(KILLS, [...knownKills(), kill]);
  writeOpen(openMutants().filter((each) => each !== kill.mutant));
}

/** Some of them, others with another seed. */
export const someOf = <T>(all: readonly T[], count: number): T[] => {
  const seed = Number(process.env.SOUK_PROVE_SEED ?? 20_261_123);
  const order = all.map((each, nth) => ({ each, at: ((nth + 1) * 7_919 + seed) % 104_729 }));
  return order
    .sort((one, other) => one.at - other.at)
    .slice(0, count)
    .map(({ each }) => each);
};
