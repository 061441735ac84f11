import { fastify, type FastifyInstance } from 'fastify';
import { BookPool } from './book-pool.js';
import { ChargeBook } from './charge-book.js';
import { chargeRoutes } from './charge-routes.js';
import { controlRoutes } from './control-routes.js';
import { Counter } from './counter.js';
import { DisputeBook } from './dispute-book.js';
import { disputeRoutes } from './dispute-routes.js';
import { Faults } from './faults.js';
import { Messenger, type WebhookUrls } from './messenger.js';
import { PayoutBook } from './payout-book.js';
import { payoutRoutes } from './payout-routes.js';
import { RefundBook } from './refund-book.js';
import { createBooks } from './schema.js';
import { compileOnDemand } from './shapes.js';
import { StatementBook } from './statement-book.js';
import { statementRoutes } from './statement-routes.js';

export interface SandboxProviderOptions {
  /** 0 or nothing: a free one. */
  readonly port?: number;
  readonly databaseUrl: string;
  /** Where messages go; may be given later by `deliverTo`. */
  readonly webhookUrls?: WebhookUrls;
  /** `whsec_` and base64. */
  readonly webhookSecret: string;
  /** How long after an operation its message leaves. */
  readonly webhookDelayMs?: number;
}

export interface SandboxProvider {
  /** `http://127.0.0.1:4010` */
  readonly url: string;
  deliverTo(urls: WebhookUrls): void;
  /** Tries every waiting message once and returns how many still wait. */
  settle(): Promise<number>;
  close(): Promise<void>;
}

const WEBHOOK_DELAY_MS = 1_000;
const KEEP_ALIVE_MS = 120_000;

/**
 * Starts the stand-in for a card provider and a bank: a server of its own on the loopback address, with its own books
 * in the schema `sandbox_provider`, so that ending the process loses nothing.
 */
export async function startSandboxProvider(options: SandboxProviderOptions): Promise<SandboxProvider> {
  const books = new BookPool(options.databaseUrl);
  await createBooks(books.pool);
  const messenger = new Messenger(books, options.webhookSecret, options.webhookUrls ?? {});
  const faults = new Faults(books);
  const app = fastify({ forceCloseConnections: true, bodyLimit: 65_536, keepAliveTimeout: KEEP_ALIVE_MS });
  acceptEmptyJson(app);
  compileOnDemand(app);
  const counter = new Counter(faults, messenger, options.webhookDelayMs ?? WEBHOOK_DELAY_MS);
  const disputes = new DisputeBook(books);
  chargeRoutes(app, counter, { charges: new ChargeBook(books), refunds: new RefundBook(books), disputes });
  disputeRoutes(app, counter, disputes);
  payoutRoutes(app, counter, new PayoutBook(books));
  statementRoutes(app, new StatementBook(books));
  controlRoutes(app, books, faults, messenger);
  const url = await app.listen({ host: '127.0.0.1', port: options.port ?? 0 });
  messenger.wake(0);
  return {
    url,
    deliverTo: (urls) => messenger.deliverTo(urls),
    settle: () => messenger.settle(),
    close: async () => {
      await app.close();
      await messenger.stop();
      await books.pool.end();
    },
  };
}

/** A POST without a body asks for the defaults. */
function acceptEmptyJson(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? {} : JSON.parse(String(body)));
    } catch (error) {
      done(Object.assign(error as Error, { statusCode: 400 }));
    }
  });
}
