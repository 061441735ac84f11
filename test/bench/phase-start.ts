import { setTimeout as sleep } from 'node:timers/promises';
import { startMarketplace } from './machine.js';
import type { Row } from './rows.js';

/** `npm start` on a folder that it has used before, until it is ready, and its memory when nothing has been asked. */
export async function measureStart(folder: string, seconds: number): Promise<Row[]> {
  const first = await startMarketplace({ SOUK_DATA_DIR: folder });
  await first.stop();
  const begin = performance.now();
  const server = await startMarketplace({ SOUK_DATA_DIR: folder });
  const coldStart = (performance.now() - begin) / 1000;
  await sleep(seconds * 1000);
  const idle = server.rssMiB() ?? NaN;
  await server.stop();
  return [
    {
      phase: 'start',
      work: 'cold start until ready, with its own PostgreSQL',
      measured: coldStart,
      unit: 's',
      targets: [{ of: 'measured', atMost: 3 }],
    },
    {
      phase: 'start',
      work: 'idle memory, API and worker',
      measured: idle,
      unit: 'MiB',
      targets: [{ of: 'measured', atMost: 250 }],
      note: 'one process, with the stand-in provider',
    },
  ];
}

/** The memory of the server that has done everything before. */
export const memoryAfterLoad = (rssMiB: number | undefined): Row => ({
  phase: 'memory',
  work: 'memory after load, API and worker',
  measured: rssMiB ?? NaN,
  unit: 'MiB',
  targets: [{ of: 'measured', atMost: 350 }],
});
