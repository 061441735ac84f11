import { createApp } from './app.js';
import { portOf, refuseTakenPort, runProcess, startDatabase } from './startup.js';
import type { RunningConfig } from './platform/config/index.js';

/** The API; in the sandbox also the worker, the payment provider and the seeds. */
await runProcess(async (config, running) => {
  const databaseUrl = await startDatabase(config, running);
  const settings: RunningConfig = { ...config, databaseUrl };
  await refuseTakenPort(settings);
  const app = await createApp(settings);
  running.add(() => app.close());
  await app.listen(settings.port, settings.host);
  const port = portOf(app.getHttpServer().address());
  console.log(`Souk is running. Swagger UI: http://${settings.host}:${port}/docs`);
});
