import { StripeModule } from '../../../src/modules/stripe/index.js';
import type { Config } from '../../../src/platform/config/index.js';
import type { Fields } from '../../support/stripe-books.js';
import { STRIPE_KEY, STRIPE_SECRET, StripeServer, stripeSignature } from '../../support/stripe-server.js';
import type { TestApp } from '../../support/index.js';
import { PaymentsWorld, type Opened } from '../payments/payments-app.js';

export const VISA = 'pm_card_visa';

/** The settings of a marketplace whose cards and payouts go to the server. */
export const stripeConfig = (server: StripeServer): Partial<Config> => ({
  paymentProvider: 'stripe',
  stripe: {
    secretKey: STRIPE_KEY,
    webhookSecret: STRIPE_SECRET,
    api: server.url,
    returnUrl: 'https://shop.example/paid',
    timeoutMs: 400,
  },
});

export interface Sent {
  readonly secrets?: readonly string[];
  /** Seconds since 1970. */
  readonly at?: number;
  /** Changes the body after it was signed. */
  readonly forge?: (body: string) => string;
  readonly signature?: string;
}

/** Posts a message as Stripe does. */
export async function tell(app: TestApp, event: Fields, sent: Sent = {}): Promise<number> {
  const body = JSON.stringify(event);
  const { secrets = [STRIPE_SECRET], at, forge, signature = stripeSignature(body, secrets, at) } = sent;
  const answer = await app.http
    .post('/v1/provider-events/stripe')
    .set({ 'Content-Type': 'application/json', 'Stripe-Signature': signature })
    .send(forge ? forge(body) : body);
  return answer.status;
}

/** Delivers every message that waits, and what follows from it. */
export async function deliver(app: TestApp, server: StripeServer): Promise<void> {
  const { events } = server.books;
  do {
    for (const event of events.splice(0)) expect(await tell(app, event)).toBe(204);
    await app.drain();
  } while (events.length > 0);
}

/** Payments whose provider is Stripe. */
export class StripeWorld extends PaymentsWorld {
  readonly stripe = new StripeServer();

  override async start(): Promise<void> {
    await this.stripe.start();
    await super.start({ modules: [StripeModule], config: stripeConfig(this.stripe) });
  }

  /** The books of Stripe are what our clearing account says. */
  async stop(): Promise<void> {
    const [row] = await this.app.sql<{ clearing: number }>(
      `select coalesce(sum(case e.side when 'D' then e.amount else -e.amount end), 0)::float8 as clearing
         from ledger.entry e join ledger.account a on a.id = e.account_id where a.type_code = 'psp_clearing'`,
    );
    await this.app.stop();
    await this.stripe.stop();
    expect(row?.clearing).toBe(this.stripe.books.balanceOf('usd'));
  }

  override async settle(): Promise<void> {
    await this.app.drain();
    await deliver(this.app, this.stripe);
  }

  tell(event: Fields, sent?: Sent): Promise<number> {
    return tell(this.app, event, sent);
  }

  /** Messages are lost from here on. */
  forget(): void {
    this.stripe.books.events.length = 0;
  }

  /** Intents at Stripe of the payment's attempts, oldest first. */
  async intentsOf({ id }: Opened): Promise<Fields[]> {
    const attempts = await this.app.sql<{ id: string }>(
      `select id from payment_attempts where payment_id = $1 and purpose = 'authorise' order by id`,
      [id],
    );
    const all = [...this.stripe.books.intents.values()];
    return attempts.flatMap((attempt) =>
      all.filter(({ metadata }) => (metadata as Fields).souk_reference === attempt.id),
    );
  }

  async statusesOf(payment: Opened): Promise<unknown[]> {
    return (await this.intentsOf(payment)).map(({ status }) => status);
  }

  inbox(eventId: unknown): Promise<{ state: string; note: string | null }[]> {
    return this.app.sql(`select state, note from provider_inbox where provider = 'stripe' and event_id = $1`, [
      eventId,
    ]);
  }

  /** Everything that a message could change. */
  async traces(payment: Opened): Promise<object> {
    const tables = [
      `select state, version, captured::int, refunded::int from payments where id = $1`,
      `select id, purpose, state, provider_ref from payment_attempts where payment_id = $1 order by id`,
      `select id, state, version from refunds where payment_id = $1 order by id`,
      `select provider_ref, state, is_withdrawn from payment_disputes where payment_id = $1 order by 1`,
    ];
    const rows = await Promise.all(tables.map((sql) => this.app.sql(sql, [payment.id])));
    return { rows, journals: await this.journalsOf(payment), told: this.toldOf(payment) };
  }
}
