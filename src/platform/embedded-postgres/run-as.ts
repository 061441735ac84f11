import { spawn, type SpawnOptions, type ChildProcess } from 'node:child_process';
import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { StartFailure } from './start-failure.js';

export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
  /** Folders above the data or the programs are closed to this user, who then keeps the right to pass through. */
  readonly needsPassage: boolean;
}

const SETPRIV = '/usr/bin/setpriv';

/**
 * PostgreSQL refuses to run as root. Started by root it runs as `postgres` or `nobody`, whichever the machine has;
 * started by anybody else, as that person.
 */
export function serverUser(paths: readonly string[]): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const entry = ['postgres:', 'nobody:'].flatMap((name) => users.filter((line) => line.startsWith(name)))[0];
  const [, , uid, gid] = (entry ?? '').split(':');
  if (!uid || !gid)
    throw new StartFailure('Started as root, and there is no user “postgres” or “nobody” to run PostgreSQL');
  return { uid: Number(uid), gid: Number(gid), needsPassage: paths.some((path) => isClosed(path)) };
}

function isClosed(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o005) !== 0o005) return true;
    if (folder === dirname(folder)) return false;
  }
}

/** Spawns a program as the server's user. */
export function spawnAs(
  user: ServerUser | undefined,
  file: string,
  args: readonly string[],
  options: SpawnOptions,
): ChildProcess {
  if (!user) return spawn(file, args, options);
  if (!user.needsPassage) return spawn(file, args, { ...options, uid: user.uid, gid: user.gid });
  try {
    accessSync(SETPRIV, constants.X_OK);
  } catch {
    throw new StartFailure(
      'Started as root in a folder that others cannot enter: move the project or install util-linux',
    );
  }
  const identity = [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups'];
  const passage = ['--inh-caps=+dac_read_search', '--ambient-caps=+dac_read_search'];
  return spawn(SETPRIV, [...identity, ...passage, file, ...args], options);
}
