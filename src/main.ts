import type { Config } from './platform/config/index.js';
import { probePort } from './platform/embedded-postgres/index.js';
import { hasOwnProvider, runProcess, startDatabase } from './startup.js';

/** A port that is taken is told of before anything is started. */
async function probePorts(config: Config): Promise<void> {
  const { port, host, metricsPort, metricsHost, providerPort } = config;
  await probePort(port, host, 'PORT');
  if (metricsPort !== undefined) await probePort(metricsPort, metricsHost, 'SOUK_METRICS_PORT');
  if (providerPort !== undefined && hasOwnProvider(config)) {
    await probePort(providerPort, '127.0.0.1', 'SOUK_PROVIDER_PORT');
  }
}

/** The API; in the sandbox also the worker, the payment provider and the seeds. PostgreSQL starts while it is loaded. */
await runProcess(async (config, running) => {
  const [databaseUrl, { serve }] = await Promise.all([
    startDatabase(config, running, () => probePorts(config)),
    import('./marketplace.js'),
  ]);
  console.log(await serve({ ...config, databaseUrl }, running));
});
