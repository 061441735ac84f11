import { randomBytes } from 'node:crypto';
import { chown, link, mkdir, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartFailure } from './start-failure.js';

const ATTEMPTS = 250;
const PAUSE_MS = 20;

/**
 * Takes the data folder for this process. The file appears whole or not at all. What a dead process left is removed by
 * one process at a time, which looks again before it does, so that of several processes at once one gets the folder.
 * @throws StartFailure while another live process has it.
 */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'souk.pid');
  const mine = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(mine, `${process.pid} ${await startOf(process.pid)}`);
  try {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (await appears(file, mine)) return () => unlink(file).catch(() => {});
      await refuseWhileHeld(file, dataDir);
      await removeStale(file, mine);
    }
  } finally {
    await unlink(mine).catch(() => {});
  }
  throw new StartFailure(`Another instance is taking the data folder ${dataDir}`);
}

async function appears(file: string, mine: string): Promise<boolean> {
  try {
    await link(mine, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  }
}

async function refuseWhileHeld(file: string, dataDir: string): Promise<void> {
  const pid = await holderOf(file);
  if (pid !== undefined) throw new StartFailure(`Another instance (process ${pid}) uses the data folder ${dataDir}`);
}

/** The live process that the file names. */
async function holderOf(file: string): Promise<string | undefined> {
  const [pid, start] = (await readFile(file, 'utf8').catch(() => '')).split(' ');
  return pid && isAlive(Number(pid)) && (await startOf(Number(pid))) === start ? pid : undefined;
}

/** Or waits a moment for the process that is doing so. */
async function removeStale(file: string, mine: string): Promise<void> {
  const turn = `${file}.taking`;
  if (!(await appears(turn, mine))) {
    if ((await holderOf(turn)) === undefined) await rename(turn, `${mine}.old`).catch(() => {});
    await unlink(`${mine}.old`).catch(() => {});
    await sleep(PAUSE_MS);
    return;
  }
  try {
    if ((await holderOf(file)) === undefined) await unlink(file).catch(() => {});
  } finally {
    await unlink(turn).catch(() => {});
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** When a process started, so that a recycled process number is not taken for the old instance. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
}

/** The database password of this data folder, made once. */
export async function passwordFile(dataDir: string, owner?: { uid: number; gid: number }): Promise<string> {
  const file = join(dataDir, 'password');
  await writeFile(file, randomBytes(24).toString('base64url'), { flag: 'wx', mode: 0o600 }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  if (owner) await chown(file, owner.uid, owner.gid);
  return file;
}
