import { isLock, isNear, TEST_FILES } from './by-tests.js';
import { byTwins, keep, openMutants, someOf } from './kills.js';
import { nameOf, statementOf } from './mutants.js';
import { TwinProof } from './twins.js';

/** So many of the known twins are repeated with their mutants; all of them at full size. */
const TWINS = Number(process.env.SOUK_PROVE_TWINS ?? 1);
/** With `twins`: asks twice wherever a test asks once, and writes down what tells an open mutant from the whole. */
const WRITE = process.env.SOUK_PROVE_WRITE;
/** Only such mutants, only in files of these names, and so many of each mutant. */
const MUTANTS = new RegExp(process.env.SOUK_PROVE_MUTANTS ?? '');
const FILES = new RegExp(process.env.SOUK_PROVE_FILES ?? '');
const MOST = Number(process.env.SOUK_PROVE_PAIRS ?? 6);
const LONG = 14_400_000;

describe('each lock and each guard, between two who ask for the same', () => {
  let proof: TwinProof;

  beforeAll(async () => {
    proof = new TwinProof();
    if (WRITE === 'twins') await search();
  }, LONG);
  afterAll(() => proof.close());

  async function search(): Promise<void> {
    const left = new Map(
      openMutants()
        .map(nameOf)
        .filter((each) => MUTANTS.test(each))
        .map((mutant) => [mutant, MOST]),
    );
    for (const test of TEST_FILES.filter((each) => FILES.test(each))) {
      if (![...left.keys()].some((mutant) => isNear(mutant, test))) continue;
      const trace = await proof.trace(test);
      for (const mutant of [...left.keys()]) {
        for (const [route, name] of trace.get(statementOf(mutant)) ?? []) await tried(mutant, { test, name, route });
      }
    }

    async function tried(mutant: string, { route, ...twins }: { test: string; name: string; route: string }) {
      const before = left.get(mutant) ?? 0;
      if (before === 0) return;
      const stop = isLock(mutant) ? 'after' : 'before';
      const tells = await proof.differences(mutant, { ...twins, stop });
      process.stdout.write(`${mutant}: ${route} (${twins.test}) ${tells.join(', ') || 'no difference'}\n`);
      left.set(mutant, tells.length > 0 ? 0 : before - 1);
      if (tells.length > 0) keep({ mutant, ...twins, stop, tells });
    }
  }

  it(
    `is missed: ${TWINS} pairs end otherwise without it`,
    async () => {
      for (const kill of someOf(byTwins(), TWINS)) {
        expect([kill.mutant, await proof.repeated(kill)]).not.toEqual([kill.mutant, []]);
      }
    },
    LONG,
  );
});
