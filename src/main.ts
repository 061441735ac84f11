import { closeApp, createApp } from './app.js';
import { probePort } from './platform/embedded-postgres/index.js';
import { portOf, runProcess, startDatabase } from './startup.js';
import { startProviderFor, webhooksOf } from './sandbox/start-provider.js';
import { seedSandbox, type SeededPrincipals } from './sandbox/seed/index.js';

/** The API; in the sandbox also the worker, the payment provider and the seeds. */
await runProcess(async (config, running) => {
  const databaseUrl = await startDatabase(config, running);
  await probePort(config.port, config.host, 'PORT');
  const hasOwnProvider = config.sandbox && !config.providerUrl;
  const provider = hasOwnProvider ? await startProviderFor(config, databaseUrl) : undefined;
  if (provider) running.add(provider.close);
  const app = await createApp({ ...config, databaseUrl, providerUrl: provider?.url ?? config.providerUrl });
  running.add(() => closeApp(app));
  await app.listen(config.port, config.host);
  const url = `http://${config.host}:${portOf(app.getHttpServer().address())}`;
  provider?.deliverTo(webhooksOf(url));
  announce(url, config.sandbox ? await seedSandbox(app) : []);
});

function announce(url: string, principals: SeededPrincipals): void {
  const width = Math.max(0, ...principals.map(({ title }) => title.length)) + 2;
  const lines = principals.map(({ title, credential }) => `  ${title.padEnd(width)}${credential}`);
  const sandbox =
    lines.length > 0 ? ['', 'Credentials of the sandbox, for “Authorization: Bearer …”:', ...lines, ''] : [];
  console.log(['Souk is running.', `  Swagger UI: ${url}/docs`, ...sandbox].join('\n'));
}
