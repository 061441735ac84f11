import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { BoundedMap } from './bounded-map.js';

/** What an earlier step made, found again by its name in the files: on disk, with the ones used last in memory. */
export class Keep<V> {
  private readonly recent = new BoundedMap<V>(5_000);
  private readonly making = new Map<string, Promise<V>>();

  constructor(private readonly folder: string) {}

  /** The value kept under the name; `make` is called when there is none, once however many ask at a time. */
  async get(name: string, make: () => Promise<V>): Promise<V> {
    return this.recent.get(name, () => {
      const running = this.making.get(name);
      if (running) return running;
      const started = this.load(name, make).finally(() => this.making.delete(name));
      this.making.set(name, started);
      return started;
    });
  }

  private async load(name: string, make: () => Promise<V>): Promise<V> {
    const digest = createHash('sha1').update(name).digest('hex');
    const home = join(this.folder, digest.slice(0, 2));
    const file = join(home, `${digest}.json`);
    const kept = await readFile(file, 'utf8').catch(() => undefined);
    if (kept !== undefined) return JSON.parse(kept) as V;
    const made = await make();
    await mkdir(home, { recursive: true });
    await writeFile(`${file}.new`, JSON.stringify(made));
    await rename(`${file}.new`, file);
    return made;
  }
}
