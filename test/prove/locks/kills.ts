import { readFileSync, writeFileSync } from 'node:fs';
import { declaredStatements } from '../../../src/platform/database/index.js';
// Whoever starts the marketplace has declared its statements.
import '../../support/index.js';
import type { TestKill } from './by-tests.js';
import { EQUIVALENT } from './equivalent.js';
import { mutantsOf, nameOf, type Mutant } from './mutants.js';
import type { Kill } from './proof.js';
import type { TwinKill } from './twins.js';

const KILLS = 'test/prove/locks/kills.json';
/** Statements of the sandbox itself, which only those use who try things out. */
const SANDBOX = /^sandbox\b/;
/** One text moves everything that has a lifecycle; it is looked at where seller orders move. */
const OTHER_LIFECYCLES = /^lifecycle\.(?!seller_orders$)/;

type AnyKill = Kill | TestKill | TwinKill;

export const knownKills = (): AnyKill[] => JSON.parse(readFileSync(KILLS, 'utf8')) as AnyKill[];
export const byMeetings = (): Kill[] => knownKills().filter((kill): kill is Kill => 'situation' in kill);
export const byTwins = (): TwinKill[] => knownKills().filter((kill): kill is TwinKill => 'tells' in kill);
export const byTests = (): TestKill[] =>
  knownKills().filter((kill): kill is TestKill => !('situation' in kill) && !('tells' in kill));

/** The mutants of every statement that is declared by now, except the sandbox's. */
export const allMutants = (): Mutant[] =>
  mutantsOf(new Map([...declaredStatements()].filter(([name]) => !SANDBOX.test(name) && !OTHER_LIFECYCLES.test(name))));

/** Those that nobody has told from the whole yet. */
export function openMutants(): Mutant[] {
  const known = new Set([...knownKills().map(({ mutant }) => mutant), ...EQUIVALENT.keys()]);
  return allMutants().filter((mutant) => !known.has(nameOf(mutant)));
}

/** The mutant is told from the whole. */
export function keep(kill: AnyKill): void {
  if (knownKills().some(({ mutant }) => mutant === kill.mutant)) return;
  writeFileSync(KILLS, `${JSON.stringify([...knownKills(), kill], null, 2)}\n`);
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
