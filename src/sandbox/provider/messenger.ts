import { HttpClient } from '../../platform/http-client/index.js';
import type { BookPool } from './book-pool.js';
import { signedHeaders } from './signature.js';

/** Where messages about cards and about payouts go; a family without an address keeps its messages. */
export interface WebhookUrls {
  readonly payments?: string;
  readonly payouts?: string;
}

interface Message {
  readonly id: number;
  readonly eventId: string;
  readonly family: 'payments' | 'payouts';
  readonly body: string;
  readonly attempts: number;
}

const BATCH = 40;
const GATHERING_MS = 50;
const TIMEOUT_MS = 5_000;
/** Pauses after each failed attempt; after the last one the message is given up. */
const RETRY_MS = [250, 1_000, 5_000, 30_000, 120_000, 600_000, 3_600_000] as const;
const LEASE = `interval '15 seconds'`;
const OPEN = `delivered_at is null and given_up_at is null`;

const claim = (which: string): string => `
update sandbox_provider.webhooks set attempts = attempts + 1, due_at = now() + ${LEASE}
 where id in (select id from sandbox_provider.webhooks where ${OPEN} and family = any($1) and ${which}
               order by id limit ${BATCH} for update skip locked)
returning id::int, event_id as "eventId", family, body, attempts`;

const CLAIM_DUE = claim('due_at <= now()');
const CLAIM_ALL = claim('id > $2');
const CLAIM_ONE = claim('event_id = $2');

const MARK = `
update sandbox_provider.webhooks w
   set delivered_at = case when s.pause_ms is null then now() end,
       given_up_at = case when s.pause_ms < 0 then now() end,
       due_at = now() + coalesce(s.pause_ms, 0) * interval '1 ms'
  from unnest($1::bigint[], $2::int[]) as s(id, pause_ms) where w.id = s.id`;

const NEXT_DUE = `
select greatest(0, extract(epoch from min(due_at) - now()) * 1000)::int as ms from sandbox_provider.webhooks
 where ${OPEN} and family = any($1) having count(*) > 0`;

/** Delivers the messages in the books, signed, at least once, until they are taken or given up. */
export class Messenger {
  private readonly client = new HttpClient();
  private timer: NodeJS.Timeout | undefined;
  private dueAt = Infinity;
  private running: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly books: BookPool,
    private readonly secret: string,
    private urls: WebhookUrls,
  ) {}

  deliverTo(urls: WebhookUrls): void {
    this.urls = urls;
    this.wake(0);
  }

  /** Looks for due messages after that many milliseconds, and a moment later: messages of one moment leave together. */
  wake(afterMs: number): void {
    const at = Date.now() + afterMs + GATHERING_MS;
    if (this.stopped || at >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = at;
    this.timer = setTimeout(() => {
      this.dueAt = Infinity;
      this.running = (this.running ?? Promise.resolve()).then(() => this.deliverDue()).catch(() => this.wake(1_000));
    }, afterMs + GATHERING_MS);
  }

  /** Delivers the messages of one event and waits until they were taken. */
  async tellNow(eventId: string): Promise<void> {
    await this.attempt(await this.claim('webhook.claim-one', CLAIM_ONE, [eventId]));
  }

  /** Tries every waiting message once, due or not. Returns how many are still waiting. */
  async settle(): Promise<number> {
    await this.running;
    let last = 0;
    for (;;) {
      const messages = await this.claim('webhook.claim-all', CLAIM_ALL, [last]);
      if (messages.length === 0) break;
      await this.attempt(messages);
      last = Math.max(...messages.map((message) => message.id));
    }
    const sql = `select count(*)::int as open from sandbox_provider.webhooks where ${OPEN} and family = any($1)`;
    return (await this.books.row<{ open: number }>('webhook.open', sql, [this.families()]))?.open ?? 0;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
    this.client.close();
  }

  private families(): string[] {
    return (['payments', 'payouts'] as const).filter((family) => this.urls[family] !== undefined);
  }

  private claim(name: string, sql: string, values: unknown[]): Promise<Message[]> {
    return this.books.rows<Message>(name, sql, [this.families(), ...values]);
  }

  private async deliverDue(): Promise<void> {
    while (!this.stopped) {
      const messages = await this.claim('webhook.claim-due', CLAIM_DUE, []);
      await this.attempt(messages);
      if (messages.length < BATCH) break;
    }
    const next = await this.books.row<{ ms: number }>('webhook.next-due', NEXT_DUE, [this.families()]);
    if (next) this.wake(next.ms);
  }

  private async attempt(messages: readonly Message[]): Promise<void> {
    if (messages.length === 0) return;
    const pauses = await Promise.all(messages.map((message) => this.post(message)));
    const ids = messages.map((message) => message.id);
    await this.books.row('webhook.mark', MARK, [ids, pauses]);
    const soonest = Math.min(...pauses.map((pause) => (pause === null || pause < 0 ? Infinity : pause)));
    if (soonest < Infinity) this.wake(soonest);
  }

  /** `null` when it was taken, else the pause before the next attempt, −1 for none. */
  private async post(message: Message): Promise<number | null> {
    const { eventId, body, family, attempts } = message;
    const exchange = await this.client.exchange({
      method: 'POST',
      url: this.urls[family] ?? '',
      headers: { 'content-type': 'application/json', ...signedHeaders(this.secret, eventId, new Date(), body) },
      body,
      timeoutMs: TIMEOUT_MS,
    });
    if (exchange.kind === 'answer' && exchange.status >= 200 && exchange.status < 300) return null;
    return RETRY_MS[attempts - 1] ?? -1;
  }
}
