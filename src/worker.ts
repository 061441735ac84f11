import { createWorker } from './app.js';
import { runProcess, startDatabase } from './startup.js';
import { StartFailure } from './platform/embedded-postgres/index.js';

/** The worker beside one or more APIs on the same database. */
await runProcess(async (config, running) => {
  if (!config.databaseUrl) throw new StartFailure('The worker needs DATABASE_URL: the embedded default runs its own');
  const databaseUrl = await startDatabase(config, running);
  const app = await createWorker({ ...config, databaseUrl, role: 'worker' });
  running.add(() => app.close());
  console.log('Souk worker is running.');
});
