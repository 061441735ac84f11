import { randomBytes } from 'node:crypto';
import { chown, mkdir, open, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StartFailure } from './start-failure.js';

/** Takes the data folder for this process. @throws StartFailure while another live process has it. */
export async function lockDataDir(dataDir: string): Promise<() => Promise<void>> {
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'souk.pid');
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      const handle = await open(file, 'wx');
      await handle.writeFile(`${process.pid} ${await startOf(process.pid)}`);
      await handle.close();
      return () => unlink(file).catch(() => {});
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const [pid, start] = (await readFile(file, 'utf8').catch(() => '')).split(' ');
      if (pid && isAlive(Number(pid)) && (await startOf(Number(pid))) === start) {
        throw new StartFailure(`Another instance (process ${pid}) uses the data folder ${dataDir}`);
      }
      await unlink(file).catch(() => {});
    }
  }
  throw new StartFailure(`Another instance is taking the data folder ${dataDir}`);
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
