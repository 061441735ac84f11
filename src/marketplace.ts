import { closeApp, createApp } from './app.js';
import type { RunningConfig } from './platform/config/index.js';
import { portFailure } from './platform/embedded-postgres/index.js';
import { seedSandbox, type SeededPrincipals } from './sandbox/seed/index.js';
import { startProviderFor, webhooksOf } from './sandbox/start-provider.js';
import { hasOwnProvider, portOf, type Running } from './startup.js';

/** Opens the marketplace on a migrated database. The lines say where it is and who may come in. */
export async function serve(config: RunningConfig, running: Running): Promise<string> {
  const provider = hasOwnProvider(config) ? await startProviderFor(config, config.databaseUrl) : undefined;
  if (provider) running.add(provider.close);
  const app = await createApp({ ...config, providerUrl: provider?.url ?? config.providerUrl });
  running.add(() => closeApp(app));
  await app.listen(config.port, config.host).catch((error: NodeJS.ErrnoException) => {
    throw error.syscall === 'listen' ? portFailure(error, config.port, 'PORT') : error;
  });
  const url = `http://${config.host}:${portOf(app.getHttpServer().address())}`;
  provider?.deliverTo(webhooksOf(url));
  return announcement(url, config.sandbox ? await seedSandbox(app) : []);
}

function announcement(url: string, principals: SeededPrincipals): string {
  const width = Math.max(0, ...principals.map(({ title }) => title.length)) + 2;
  const lines = principals.map(({ title, credential }) => `  ${title.padEnd(width)}${credential}`);
  const sandbox =
    lines.length > 0 ? ['', 'Credentials of the sandbox, for “Authorization: Bearer …”:', ...lines, ''] : [];
  return ['Souk is running.', `  Swagger UI: ${url}/docs`, ...sandbox].join('\n');
}
