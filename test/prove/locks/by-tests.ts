import { readdirSync, readFileSync } from 'node:fs';
import { statementOf } from './mutants.js';
import { play } from './play.js';
import { Stage } from './stage.js';

/** A test that fails when the mutant takes the place of its statement. */
export interface TestKill {
  readonly mutant: string;
  readonly test: string;
  readonly name: string;
}

/** Which statements each of the tests of a file runs. */
export type Trace = ReadonlyMap<string, ReadonlySet<string>>;

/** Where tests of the marketplace are that may notice something; files that declare statements can be loaded only once. */
export const TEST_FILES: readonly string[] = ['test/modules', 'test/flows'].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts'))
    .map((file) => `${folder}/${file}`)
    .filter((file) => !/= statement[<(]/.test(readFileSync(file, 'utf8')))
    .sort(),
);

/** Runs tests of other files with a mutant in the place of its statement. */
export class TestProof {
  private readonly stage = new Stage().open();

  close(): void {
    this.stage.close();
  }

  /** What the tests of a file run while nothing is missing; nothing of one that fails by itself. */
  async trace(file: string): Promise<Trace> {
    const trace = new Map<string, ReadonlySet<string>>();
    let before: ReadonlySet<string> | undefined;
    let played: Awaited<ReturnType<typeof play>> = [];
    await this.stage.traced(async () => {
      played = await play(file, {
        around: async (name, test) => {
          before ??= this.stage.tracedSoFar();
          trace.set(name, new Set([...before, ...(await this.stage.traced(test))]));
        },
      });
    });
    const failed = played.find(({ error }) => error !== undefined);
    if (failed) process.stdout.write(`${file}: ${failed.name} fails by itself: ${String(failed.error)}\n`);
    return failed ? new Map() : trace;
  }

  /** With which words the test fails when the mutant is in the place of its statement. */
  async fails({ mutant, test, name }: TestKill): Promise<string | undefined> {
    return (await this.failure(test, new Set([name]), mutant))?.message;
  }

  /** Those of the tests that pass although something is missing. */
  async survivors(kills: readonly TestKill[]): Promise<string[]> {
    const survivors: string[] = [];
    for (const kill of kills) {
      if ((await this.fails(kill)) === undefined) survivors.push(`${kill.mutant}: ${kill.name}`);
    }
    return survivors;
  }

  /** The first of the tests of a file that fails with the mutant, and does not without it. */
  async killOf(mutant: string, test: string, running: readonly string[]): Promise<TestKill | undefined> {
    const failure = await this.failure(test, new Set(running), mutant);
    if (!failure) return undefined;
    const [first = ''] = running;
    const kill = { mutant, test, name: running.includes(failure.name) ? failure.name : first };
    const isSo = (await this.fails(kill)) !== undefined;
    return isSo && !(await this.failure(test, new Set([kill.name]))) ? kill : undefined;
  }

  private async failure(
    file: string,
    only: ReadonlySet<string>,
    mutant?: string,
  ): Promise<{ readonly name: string; readonly message: string } | undefined> {
    if (mutant === undefined) this.stage.use(undefined);
    else this.stage.useNamed(mutant);
    try {
      const played = await play(file, { only });
      if (played.length === 0) throw new Error(`${file} has none of these tests: ${[...only].join(', ')}`);
      const failed = played.find(({ error }) => error !== undefined);
      return failed && { name: failed.name, message: String(failed.error) };
    } finally {
      this.stage.use(undefined);
    }
  }
}

/** Where the tests of statements are whose names are not those of their modules. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  http: 'platform-http',
  lifecycle: 'orders',
  relay: 'messaging',
  'seller-holds': 'refunds',
};

/** Whether a file has the tests of the module that the statement is of. */
export const isNear = (mutant: string, file: string): boolean => {
  const [module = ''] = statementOf(mutant).split('.');
  return file.includes(`/${ELSEWHERE[module] ?? module}/`);
};

export const isLock = (mutant: string): boolean => / without (?:for |pg_)/.test(mutant);

/** Whether a file may tell: a lock is missed by those only who come at the same time. */
export const mayTell = (mutant: string, file: string): boolean =>
  !isLock(mutant) || /Promise\.all|\.meet\b|overOrWaiting/.test(readFileSync(file, 'utf8'));
