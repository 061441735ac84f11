import { probePort } from './platform/embedded-postgres/index.js';
import { runProcess, startDatabase } from './startup.js';

/** The API; in the sandbox also the worker, the payment provider and the seeds. PostgreSQL starts while it is loaded. */
await runProcess(async (config, running) => {
  const [databaseUrl, { serve }] = await Promise.all([startDatabase(config, running), import('./marketplace.js')]);
  await probePort(config.port, config.host, 'PORT');
  console.log(await serve({ ...config, databaseUrl }, running));
});
