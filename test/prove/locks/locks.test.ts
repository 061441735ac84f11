import { declaredStatements } from '../../../src/platform/database/index.js';
import { EQUIVALENT } from './equivalent.js';
import { allMutants, byMeetings, keep, knownKills, openMutants, someOf } from './kills.js';
import { nameOf, statementOf, type Mutant } from './mutants.js';
import { LockProof } from './proof.js';

/** So many of the known meetings are repeated; all of them, with and without their mutants, at full size. */
const MEETINGS = Number(process.env.SOUK_PROVE_MEETINGS ?? 4);
/** With `search`: looks for meetings that tell each mutant from the whole, and writes them down. */
const WRITE = process.env.SOUK_PROVE_WRITE;
const LONG = 7_200_000;

describe('each lock and each guard', () => {
  let proof: LockProof;
  let mutants: Mutant[];

  beforeAll(async () => {
    proof = new LockProof();
    if (WRITE === 'search') await search();
    else
      await proof.outcome('none', { situation: 'a paid order', first: 'acceptance', second: 'refusal', stop: 'after' });
    mutants = allMutants();
  }, LONG);
  afterAll(() => proof.close(), 120_000);

  /** Locks first; what was found so far is kept. */
  async function search(): Promise<void> {
    const traces = await proof.traces();
    const asked = openMutants();
    for (const kind of ['lock', 'guard'] as const) {
      for (const mutant of asked.filter((each) => each.kind === kind)) {
        const kill = await proof.kill(mutant, traces);
        if (kill) keep(kill);
        const isRun = [...traces.values()].some((verbs) =>
          [...verbs.values()].some((seen) => seen.has(mutant.statement)),
        );
        const survival = isRun ? 'SURVIVES' : 'NOT RUN';
        process.stdout.write(`${nameOf(mutant)}: ${kill ? `${kill.first} / ${kill.second}` : survival}\n`);
      }
    }
  }

  it('is taken out of a statement that can be run, with the same parameters', async () => {
    const wholes = declaredStatements();
    const other: string[] = [];
    for (const mutant of mutants) {
      const [whole, without] = [
        await proof.prepared(wholes.get(mutant.statement) ?? ''),
        await proof.prepared(mutant.text),
      ];
      if (whole !== without) other.push(`${nameOf(mutant)}: ${without} instead of ${whole}`);
    }

    expect(other).toEqual([]);
  });

  it('is told from its absence by two who meet, or is written down with a reason', async () => {
    const kills = knownKills().map(({ mutant }) => mutant);
    const twice = kills.filter((mutant, i) => EQUIVALENT.has(mutant) || kills.indexOf(mutant) !== i);
    const names = mutants.map(nameOf);

    expect(twice).toEqual([]);
    expect(openMutants().map(nameOf)).toEqual([]);
    expect([...kills, ...EQUIVALENT.keys()].filter((name) => !names.includes(name))).toEqual([]);
  });

  it(
    `is there: ${MEETINGS} meetings end as they did`,
    async () => {
      for (const kill of someOf(byMeetings(), MEETINGS)) {
        const statement = statementOf(kill.mutant);
        expect([kill.mutant, await proof.outcome(statement, kill)]).toEqual([kill.mutant, kill.outcome]);
      }
    },
    LONG,
  );
});
