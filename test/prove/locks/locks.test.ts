import { readFile, writeFile } from 'node:fs/promises';
import { EQUIVALENT } from './equivalent.js';
import { nameOf, type Mutant } from './mutants.js';
import { LockProof, moneyMutants, type Kill } from './proof.js';

/** So many of the known meetings are repeated; all of them, with and without their mutants, at full size. */
const MEETINGS = Number(process.env.SOUK_PROVE_MEETINGS ?? 4);
const SEED = Number(process.env.SOUK_PROVE_SEED ?? 20_261_123);
/** With `search`: looks for meetings that tell each mutant from the whole, and writes them down. */
const WRITE = process.env.SOUK_PROVE_WRITE;
const KILLS = 'test/prove/locks/kills.json';
/** Mutants that nobody has told from the whole yet: what is left to do. */
const OPEN = 'test/prove/locks/open.json';
const written = async <T>(file: string): Promise<T[]> =>
  JSON.parse(await readFile(file, 'utf8').catch(() => '[]')) as T[];
const write = (file: string, what: readonly unknown[]): Promise<void> =>
  writeFile(file, `${JSON.stringify(what, null, 2)}\n`);
const LONG = 7_200_000;

describe('each lock and each guard of the money', () => {
  let proof: LockProof;
  let kills: Kill[];
  let mutants: Mutant[];

  beforeAll(async () => {
    proof = new LockProof();
    kills = await written<Kill>(KILLS);
    if (WRITE === 'search') kills = await search();
    else
      await proof.outcome('none', { situation: 'a paid order', first: 'acceptance', second: 'refusal', stop: 'after' });
    mutants = moneyMutants();
  }, LONG);
  afterAll(() => proof.close(), 120_000);

  /** Locks first; what was found so far is kept. */
  async function search(): Promise<Kill[]> {
    const traces = await proof.traces();
    const known = new Map(kills.map((each) => [each.mutant, each]));
    const isOpen = (mutant: Mutant): boolean => !known.has(nameOf(mutant)) && !EQUIVALENT.has(nameOf(mutant));
    const asked = moneyMutants().filter(isOpen);
    for (const kind of ['lock', 'guard'] as const) {
      for (const mutant of asked.filter((each) => each.kind === kind)) {
        const kill = await proof.kill(mutant, traces);
        if (kill) known.set(kill.mutant, kill);
        await write(KILLS, [...known.values()]);
        const isRun = [...traces.values()].some((verbs) =>
          [...verbs.values()].some((seen) => seen.has(mutant.statement)),
        );
        const survival = isRun ? 'SURVIVES' : 'NOT RUN';
        process.stdout.write(`${nameOf(mutant)}: ${kill ? `${kill.first} / ${kill.second}` : survival}\n`);
      }
    }
    return [...known.values()];
  }

  it('is told from its absence by two who meet, or is written down with a reason', async () => {
    const known = new Set([...kills.map(({ mutant }) => mutant), ...EQUIVALENT.keys()]);
    const names = mutants.map(nameOf);
    const left = names.filter((name) => !known.has(name));
    if (WRITE) await write(OPEN, left);
    const open = new Set(await written<string>(OPEN));

    expect(left.filter((name) => !open.has(name))).toEqual([]);
    expect([...known, ...open].filter((name) => !names.includes(name))).toEqual([]);
  });

  it(
    `is there: ${MEETINGS} meetings end as they did`,
    async () => {
      const chosen = kills.map((kill, nth) => ({ kill, order: ((nth + 1) * 7_919 + SEED) % 104_729 }));
      const some = chosen.sort((one, other) => one.order - other.order).slice(0, MEETINGS);

      for (const { kill } of some) {
        const [statement = ''] = kill.mutant.split(' without ');
        expect([kill.mutant, await proof.outcome(statement, kill)]).toEqual([kill.mutant, kill.outcome]);
      }
    },
    LONG,
  );
});
