import { createApp } from './app.js';
import { portOf, refuseTakenPort, runProcess, startDatabase } from './startup.js';
import { startProviderFor, webhooksOf } from './sandbox/start-provider.js';

/** The API; in the sandbox also the worker, the payment provider and the seeds. */
await runProcess(async (config, running) => {
  const databaseUrl = await startDatabase(config, running);
  await refuseTakenPort(config);
  const hasOwnProvider = config.sandbox && !config.providerUrl;
  const provider = hasOwnProvider ? await startProviderFor(config, databaseUrl) : undefined;
  if (provider) running.add(provider.close);
  const app = await createApp({ ...config, databaseUrl, providerUrl: provider?.url ?? config.providerUrl });
  running.add(() => app.close());
  await app.listen(config.port, config.host);
  const url = `http://${config.host}:${portOf(app.getHttpServer().address())}`;
  provider?.deliverTo(webhooksOf(url));
  console.log(`Souk is running. Swagger UI: ${url}/docs`);
});
