import { pathToFileURL } from 'node:url';
import { getState, resetState } from 'jest-circus';
import type { Circus } from '@jest/types';

export interface Played {
  /** A test of the file, by its names from the outermost block inwards. */
  readonly name: string;
  readonly ms: number;
  readonly error: unknown;
}

export interface Play {
  /** All of them when it is missing. */
  readonly only?: ReadonlySet<string>;
  /** Runs one of the tests; what it throws is the test's failure. */
  readonly around?: (name: string, test: () => Promise<void>) => Promise<void>;
}

let loaded = 0;

/** The blocks of a test file. Nothing of it has been run. */
async function blocksOf(file: string): Promise<Circus.DescribeBlock> {
  resetState();
  await import(`${pathToFileURL(file).href}?played=${(loaded += 1)}`);
  return getState().rootDescribeBlock;
}

type Found = readonly [name: string, test: Circus.TestEntry];

function* testsOf(block: Circus.DescribeBlock, above: readonly string[] = []): Generator<Found> {
  for (const child of block.children) {
    const names = [...above, child.name];
    if (child.type === 'describeBlock') yield* testsOf(child, names);
    else if (child.mode !== 'skip' && child.mode !== 'todo') yield [names.join(' '), child];
  }
}

/** The names of the tests of a file. */
export const namesOf = async (file: string): Promise<string[]> =>
  [...testsOf(await blocksOf(file))].map(([name]) => name);

/** A test file, run inside of a test until one of its tests or hooks has failed. */
export async function play(file: string, { only, around = (_, test) => test() }: Play = {}): Promise<Played[]> {
  const root = await blocksOf(file);
  const chosen = new Map(
    [...testsOf(root)].filter(([name]) => only?.has(name) ?? true).map(([name, test]) => [test, name]),
  );
  const isIn = (block: Circus.DescribeBlock): boolean => [...testsOf(block)].some(([, test]) => chosen.has(test));
  const played: Played[] = [];
  const hasFailed = (): boolean => played.some(({ error }) => error !== undefined);

  async function run(name: string, work: () => Promise<void>): Promise<void> {
    const began = performance.now();
    const error = await work().then(
      () => undefined,
      (failure: unknown) => failure ?? new Error('It failed'),
    );
    played.push({ name, ms: performance.now() - began, error });
  }
  async function hooks(type: Circus.Hook['type'], block: Circus.DescribeBlock): Promise<void> {
    for (const hook of block.hooks) if (hook.type === type) await called(hook.fn);
  }
  async function inside(block: Circus.DescribeBlock, above: readonly Circus.DescribeBlock[]): Promise<void> {
    const all = [...above, block];
    for (const child of block.children) {
      if (hasFailed()) return;
      if (child.type === 'describeBlock') await whole(child, all);
      else if (chosen.has(child)) await one(child, all);
    }
  }
  async function one(test: Circus.TestEntry, all: readonly Circus.DescribeBlock[]): Promise<void> {
    const name = chosen.get(test) ?? '';
    await run(name, async () => {
      for (const block of all) await hooks('beforeEach', block);
      try {
        await around(name, () => called(test.fn));
      } finally {
        for (const block of all.toReversed()) await hooks('afterEach', block);
      }
    });
  }
  async function whole(block: Circus.DescribeBlock, above: readonly Circus.DescribeBlock[] = []): Promise<void> {
    if (!isIn(block)) return;
    await run('(before all)', () => hooks('beforeAll', block));
    await inside(block, above);
    await run('(after all)', () => hooks('afterAll', block));
  }

  await whole(root);
  return played;
}

const called = async (fn: Circus.TestFn | null | undefined): Promise<void> => {
  if (fn) await (fn as () => unknown)();
};
