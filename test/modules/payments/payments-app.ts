import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { Clock, asId, money, system, toWire, type Id, type UserActor, plus } from '../../../src/kernel/index.js';
import { LedgerModule } from '../../../src/modules/ledger/index.js';
import { paymentCaptured, paymentFailed, Payments, PaymentsModule } from '../../../src/modules/payments/index.js';
import { paymentHeld, paymentVoided } from '../../../src/modules/payments/index.js';
import { RiskModule } from '../../../src/modules/risk/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { OnEvent, type EventOf } from '../../../src/platform/messaging/index.js';
import { bearer, startApp, type StartOptions, type TestApp } from '../../support/index.js';
import { TokensModule } from '../../support/world.tokens.js';

const person = (...staffRoles: UserActor['staffRoles']): UserActor => ({
  kind: 'user',
  userId: asId(randomUUID()),
  staffRoles,
  memberships: [],
});

/** Tokens and whose they are. */
const PEOPLE: Record<string, UserActor> = { eve: person(), analyst: person('risk') };

/** A buyer nobody has seen before, by token. */
function someone(): string {
  const token = `buyer-${Object.keys(PEOPLE).length}`;
  PEOPLE[token] = person();
  return token;
}

/** Stands where orders stand: it notes what it was told. */
@Injectable()
export class Told {
  readonly facts: { name: string; paymentId: string; reason?: string }[] = [];

  @OnEvent(paymentCaptured, { consumer: 'test.captured' })
  captured({ payload }: EventOf<typeof paymentCaptured>): Promise<void> {
    this.facts.push({ name: 'captured', paymentId: payload.paymentId });
    return Promise.resolve();
  }

  @OnEvent(paymentHeld, { consumer: 'test.held' })
  held({ payload }: EventOf<typeof paymentHeld>): Promise<void> {
    this.facts.push({ name: 'held', paymentId: payload.paymentId });
    return Promise.resolve();
  }

  @OnEvent(paymentVoided, { consumer: 'test.voided' })
  voided({ payload }: EventOf<typeof paymentVoided>): Promise<void> {
    this.facts.push({ name: 'voided', paymentId: payload.paymentId, reason: payload.reason });
    return Promise.resolve();
  }

  @OnEvent(paymentFailed, { consumer: 'test.failed' })
  failed({ payload }: EventOf<typeof paymentFailed>): Promise<void> {
    this.facts.push({ name: 'failed', paymentId: payload.paymentId, reason: payload.reason });
    return Promise.resolve();
  }
}

@Module({ providers: [Told] })
class ListeningModule {}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown> & { state?: string; code?: string };
  readonly headers: Record<string, string>;
}

export interface Opened {
  readonly id: Id<'pay'>;
  readonly wire: string;
  /** The buyer's token. */
  readonly buyer: string;
  readonly sellerOrders: readonly Id<'sor'>[];
}

/** The payments of orders that are not there: opened through the door, paid over HTTP. */
export class PaymentsWorld {
  app!: TestApp;

  async start({ modules: more = [], config }: StartOptions = {}): Promise<void> {
    const modules = [TokensModule.of(PEOPLE), LedgerModule, RiskModule, PaymentsModule, ListeningModule, ...more];
    this.app = await startApp({ modules, config });
  }

  /** Lets every message of the provider arrive and be followed up. */
  async settle(): Promise<void> {
    await this.app.provider.settle();
    await this.app.drain();
  }

  async open(shares: readonly number[] = [8_000, 5_000], facts: object = {}, total?: number): Promise<Opened> {
    const sellerOrders = shares.map(() => asId<'sor'>(randomUUID()));
    const buyer = someone();
    const id = await this.inTx((tx) =>
      this.app.get(Payments).open(tx, {
        orderId: asId(randomUUID()),
        buyerId: PEOPLE[buyer]!.userId,
        currency: 'USD',
        total: money(total ?? shares.reduce((a, b) => a + b, 0), 'USD'),
        parts: shares.map((amount, i) => ({
          sellerOrderId: sellerOrders[i]!,
          sellerId: asId(randomUUID()),
          amount: money(amount, 'USD'),
        })),
        expiresAt: plus(this.app.get(Clock).now(), 'PT30M'),
        risk: { outcome: 'allow', facts },
      }),
    );
    return { id, wire: toWire('pay', id), buyer, sellerOrders };
  }

  /** A payment that is captured. */
  async paid(shares?: readonly number[], card = 'tok_approve'): Promise<Opened> {
    const payment = await this.open(shares);
    const { body } = await this.pay(payment, card);
    expect(body.state).toBe('captured');
    return payment;
  }

  pay(payment: Opened, card: string | object, key: string = randomUUID(), who = payment.buyer): Promise<Answer> {
    return this.app.http
      .post(`/v1/payments/${payment.wire}/authorisation`)
      .set(bearer(who))
      .set('Idempotency-Key', key)
      .send({ card: typeof card === 'string' ? { token: card } : card }) as unknown as Promise<Answer>;
  }

  read(payment: Opened, who = payment.buyer): Promise<Answer> {
    return this.app.http.get(`/v1/payments/${payment.wire}`).set(bearer(who)) as unknown as Promise<Answer>;
  }

  actionResult(payment: Opened): Promise<Answer> {
    return this.app.http
      .post(`/v1/payments/${payment.wire}/action-result`)
      .set(bearer(payment.buyer)) as unknown as Promise<Answer>;
  }

  /** What the holder does at the page that the buyer is sent to. */
  async act(asked: Answer, outcome: 'approve' | 'decline'): Promise<void> {
    await this.provider(new URL(String(asked.body.actionUrl)).pathname, { outcome });
  }

  async stateOf({ id }: Opened): Promise<string> {
    const rows = await this.app.sql<{ state: string }>('select state from payments where id = $1', [id]);
    return rows[0]?.state ?? 'none';
  }

  void({ id }: Opened, reason = 'not_paid_in_time'): Promise<boolean> {
    const actor = system('test');
    return this.inTx((tx) => this.app.get(Payments).void(tx, { paymentId: id, reason, actor }));
  }

  refund(payment: Opened, amount: number, source: string = randomUUID(), index = 0): Promise<Id<'rfd'>> {
    return this.inTx((tx) =>
      this.app.get(Payments).refundPart(tx, {
        paymentId: payment.id,
        sellerOrderId: payment.sellerOrders[index]!,
        amount: money(amount, 'USD'),
        reason: 'buyer_cancelled',
        source: { type: 'cancellation', id: source },
        actor: system('test'),
      }),
    );
  }

  inTx<T>(
    work: Parameters<UnitOfWork['run']>[0] extends (tx: infer X) => unknown ? (tx: X) => Promise<T> : never,
  ): Promise<T> {
    return this.app.get(UnitOfWork).run(work);
  }

  toldOf({ id }: Opened): readonly string[] {
    const facts = this.app.get(Told).facts.filter((fact) => fact.paymentId === id);
    return facts.map((fact) => (fact.reason === undefined ? fact.name : `${fact.name}: ${fact.reason}`));
  }

  /** Kinds of journals about the payment, with what they moved in minor units. */
  journalsOf({ id }: Opened): Promise<{ source: string; moved: number }[]> {
    return this.app.sql(
      `select j.source_type || ':' || split_part(j.kind, ':', 1) as source,
              sum(e.amount) filter (where e.side = 'D')::int as moved
         from ledger.journal j join ledger.entry e on e.journal_id = j.id
        where j.payment_id = $1 group by j.id order by min(j.kind) = 'requested', moved desc, source`,
      [id],
    );
  }

  async provider(path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.app.provider.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return (await response.json()) as Record<string, unknown>;
  }
}
