import { isNear, mayTell, TEST_FILES, TestProof } from './by-tests.js';
import { byTests, byTwins, keep, openMutants, someOf } from './kills.js';
import { nameOf, statementOf } from './mutants.js';
import { namesOf } from './play.js';

const PLANTED = 'test/prove/locks/planted.ts';
/** So many of the known tests are repeated with their mutants; all of them at full size. */
const PLAYS = Number(process.env.SOUK_PROVE_PLAYS ?? 1);
/** With `search`: runs tests with each of the open mutants, and writes down which of them fails. */
const WRITE = process.env.SOUK_PROVE_WRITE;
/** Only such mutants, only in files of these names, and so many that are not of the statement's own module. */
const MUTANTS = new RegExp(process.env.SOUK_PROVE_MUTANTS ?? '');
const FILES = new RegExp(process.env.SOUK_PROVE_FILES ?? '');
const MOST_FAR = Number(process.env.SOUK_PROVE_FAR ?? 8);
const LONG = 14_400_000;

describe('each lock and each guard, beside the tests', () => {
  let proof: TestProof;

  beforeAll(async () => {
    proof = new TestProof();
    if (WRITE === 'search') await search();
  }, LONG);
  afterAll(() => proof.close());

  async function search(): Promise<void> {
    const far = new Map<string, number>();
    for (const file of TEST_FILES.filter((each) => FILES.test(each))) {
      const mutants = openMutants()
        .map(nameOf)
        .filter(
          (each) =>
            MUTANTS.test(each) && mayTell(each, file) && (isNear(each, file) || (far.get(each) ?? 0) < MOST_FAR),
        );
      if (mutants.length === 0) continue;
      const trace = await proof.trace(file);
      process.stdout.write(`${file}: ${trace.size} tests\n`);
      for (const mutant of mutants) {
        const running = [...trace].filter(([, seen]) => seen.has(statementOf(mutant))).map(([name]) => name);
        if (running.length === 0) continue;
        if (!isNear(mutant, file)) far.set(mutant, (far.get(mutant) ?? 0) + 1);
        const kill = await proof.killOf(mutant, file, running);
        process.stdout.write(`  ${mutant}: ${kill?.name ?? `survives ${running.length}`}\n`);
        if (kill) keep(kill);
      }
    }
  }

  it('is named beside a test that there is', async () => {
    const kills = [...byTests(), ...byTwins()];
    const names = new Map<string, string[]>();
    for (const file of new Set(kills.map(({ test }) => test))) names.set(file, await namesOf(file));

    expect([...names.keys()].filter((file) => !TEST_FILES.includes(file))).toEqual([]);
    expect(kills.filter(({ test, name }) => !names.get(test)?.includes(name))).toEqual([]);
  });

  it('is not missed by a test that does not look', async () => {
    const mutant = 'planted.take without taken_by is null';

    const both = await proof.survivors([
      { mutant, test: PLANTED, name: 'what there is one of is taken by one of two' },
      { mutant, test: PLANTED, name: 'what there is one of is taken' },
    ]);

    expect(both).toEqual([`${mutant}: what there is one of is taken`]);
  });

  it(
    `is missed: ${PLAYS} of the tests fail without it`,
    async () => {
      expect(await proof.survivors(someOf(byTests(), PLAYS))).toEqual([]);
    },
    LONG,
  );
});
