import type { Config } from '../platform/config/index.js';
import { startSandboxProvider, type SandboxProvider, type WebhookUrls } from './provider/index.js';

/** Starts the stand-in provider; it keeps its messages until it is told where the API listens. */
export async function startProviderFor(config: Config, databaseUrl: string): Promise<SandboxProvider> {
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
