import type { Config } from '../platform/config/index.js';
import { probePort } from '../platform/embedded-postgres/index.js';
import { startSandboxProvider, type SandboxProvider, type WebhookUrls } from './provider/index.js';

/**
 * Starts the stand-in provider; it keeps its messages until it is told where the API listens.
 * @throws StartFailure when its port is in use
 */
export async function startProviderFor(config: Config, databaseUrl: string): Promise<SandboxProvider> {
  if (config.providerPort !== undefined) await probePort(config.providerPort, '127.0.0.1', 'SOUK_PROVIDER_PORT');
  return startSandboxProvider({
    port: config.providerPort,
    databaseUrl,
    webhookSecret: config.providerWebhookSecret,
  });
}

export const webhooksOf = (apiUrl: string): WebhookUrls => ({
  payments: `${apiUrl}/v1/provider-events/sandbox`,
  payouts: `${apiUrl}/v1/bank-events/sandbox`,
});
