import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Connection string of the embedded PostgreSQL that another process runs in the folder, as its own files tell it;
 * undefined where there is none. A server that was killed leaves its files behind: connecting tells.
 */
export async function runningEmbeddedUrl(dataDir: string): Promise<string | undefined> {
  const read = (file: string): Promise<string> => readFile(join(dataDir, file), 'utf8').catch(() => '');
  const [password, pid] = await Promise.all([read('password'), read('postgres/postmaster.pid')]);
  const [, , , port, sockets] = pid.split('\n');
  if (!port || !password) return undefined;
  return `postgres://souk:${password.trim()}@${encodeURIComponent(sockets ?? '') || '127.0.0.1'}:${port}/souk`;
}
