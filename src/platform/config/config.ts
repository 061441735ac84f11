/** Everything that the environment decides, read once at start and passed on as data. */
export interface Config {
  readonly production: boolean;
  /** Test clock, sandbox provider, minted principals and seeds. Never in production. */
  readonly sandbox: boolean;
  readonly host: string;
  readonly port: number;
  /** `undefined`: run the embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl?: string;
  /** Port of the embedded PostgreSQL; `undefined`: a free one. */
  readonly embeddedPort?: number;
  readonly dataDir: string;
  /** `undefined`: the queues run on PostgreSQL. */
  readonly redisUrl?: string;
  /** Master key; every other key is derived from it. */
  readonly secret: string;
  readonly poolSize: number;
  /** How long a request waits for a connection of the pool before it is asked to come back. */
  readonly poolWaitMs: number;
  /** How long a message may stay with a worker that gives no sign of life; then another one gets it. */
  readonly deliveryLeaseMs: number;
  readonly corsOrigins: readonly string[];
  /** Addresses and networks (CIDR) of proxies that are believed when they say whose request they hand on. */
  readonly trustedProxies: readonly string[];
  readonly rateLimits: boolean;
  readonly swaggerUi: boolean;
  readonly logLevel: string;
  /** Where the metrics are published apart from the API; `undefined`: nowhere. */
  readonly metricsPort?: number;
  readonly metricsHost: string;
  readonly argon2: { readonly memoryKiB: number; readonly passes: number };
  /** Base URL of the payment provider; the sandbox fills it in when it starts its own. */
  readonly providerUrl?: string;
  /** How long one call to the sandbox provider may take; longer than it ever needs, shorter than a buyer waits. */
  readonly providerTimeoutMs: number;
  readonly providerPort?: number;
  readonly providerWebhookSecret: string;
  /** Who charges cards and pays sellers from now on; what was begun elsewhere is finished there. */
  readonly paymentProvider: 'sandbox' | 'stripe';
  /** `undefined`: Stripe is not connected. */
  readonly stripe?: StripeConfig;
  /** How the books call the bank account over which the platform pays and is paid. */
  readonly bankAccount: string;
  /** File outside of the database to which the head of the ledger's chain goes every day; `undefined`: none. */
  readonly sealExport?: string;
  readonly role: 'all' | 'api' | 'worker';
}

export interface StripeConfig {
  /** `sk_…` or `rk_…`. */
  readonly secretKey: string;
  /** Of the webhook endpoint, `whsec_…`. */
  readonly webhookSecret: string;
  /** Base URL without a slash at its end. */
  readonly api: string;
  /** Where a card holder comes back to after approving at the bank. */
  readonly returnUrl: string;
  /** How long one call may take. */
  readonly timeoutMs: number;
}

/** The configuration with a database to connect to. */
export type RunningConfig = Config & { readonly databaseUrl: string };

export const CONFIG = Symbol('CONFIG');
