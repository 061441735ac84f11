import { existsSync, createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';

const FOLDER = join(import.meta.dirname, '../../../shared/data');

/**
 * Real data that stands beside the project and is no part of it. Where it is absent these tests are skipped,
 * and in CI, where it belongs, they fail.
 */
export const describeWithData: jest.Describe | jest.Describe['skip'] =
  existsSync(FOLDER) || process.env.CI === 'true' ? describe : describe.skip;

if (!existsSync(FOLDER)) process.stderr.write('Tests on real data are skipped: ../shared/data is not there.\n');

/** The rows of a CSV file, one by one, by the names in its first line. */
export function csvRows(file: string): AsyncIterable<Record<string, string>> {
  const parser = parse({ columns: true, bom: true });
  return createReadStream(join(FOLDER, file)).pipe(parser);
}
