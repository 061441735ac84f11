import { existsSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import Sequencer from '@jest/test-sequencer';

/** Files that take longest, in that order. Begun late, the longest would hold up the end of the run alone. */
const LONG = [
  'flows/start.test.ts',
  'flows/crash.test.ts',
  'flows/crash-apart.test.ts',
  'flows/trade-commands.test.ts',
  'flows/swagger-ui.test.ts',
  'prove/crash/under-load.test.ts',
  'prove/commit/every-point.test.ts',
  'modules/refunds/races.test.ts',
  'modules/messaging/queues.test.ts',
  'flows/fuzz-negative.test.ts',
  'prove/years/years.test.ts',
  'flows/contract-fuzz.test.ts',
  'flows/tools.test.ts',
  'architecture/access.test.ts',
  'prove/schema/mutants.test.ts',
  'modules/identity/admin-create.test.ts',
  'prove/commit/cut-commits.test.ts',
  'bench/money.test.ts',
];

/** Where Jest has not yet measured how long each file takes, it goes by the sizes of the files. */
export default class LongFirst extends Sequencer {
  sort(tests) {
    const rankOf = ({ path, context }) => {
      const rank = LONG.indexOf(relative(join(context.config.rootDir, 'test'), path).replaceAll(sep, '/'));
      return rank < 0 ? LONG.length : rank;
    };
    const [first] = tests;
    const gone = first ? LONG.filter((file) => !existsSync(join(first.context.config.rootDir, 'test', file))) : [];
    if (gone.length > 0) throw new Error(`There is no test of these names: ${gone.join(', ')}`);
    return super.sort(tests).sort((one, other) => rankOf(one) - rankOf(other));
  }
}
