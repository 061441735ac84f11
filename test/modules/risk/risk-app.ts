import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { asId, money, type UserActor } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { OnEvent, type EventOf } from '../../../src/platform/messaging/index.js';
import { riskRejected, riskReleased, Risk, RiskModule } from '../../../src/modules/risk/index.js';
import type { Assessment, AssessmentInput } from '../../../src/modules/risk/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { TokensModule } from '../../support/world.tokens.js';

const person = (...staffRoles: UserActor['staffRoles']): UserActor => ({
  kind: 'user',
  userId: asId(randomUUID()),
  staffRoles,
  memberships: [],
});

export const PEOPLE = { analyst: person('risk'), colleague: person('risk'), buyer: person() };

/** Stands where payments stand: it notes what it was told. */
@Injectable()
export class Told {
  readonly released: string[] = [];
  readonly rejected: { paymentId: string; reason: string }[] = [];

  forget(): void {
    this.released.length = 0;
    this.rejected.length = 0;
  }

  @OnEvent(riskReleased, { consumer: 'test.released' })
  release({ payload }: EventOf<typeof riskReleased>): Promise<void> {
    this.released.push(payload.paymentId);
    return Promise.resolve();
  }

  @OnEvent(riskRejected, { consumer: 'test.rejected' })
  reject({ payload }: EventOf<typeof riskRejected>): Promise<void> {
    this.rejected.push({ paymentId: payload.paymentId, reason: payload.reason });
    return Promise.resolve();
  }
}

@Module({ providers: [Told] })
class ListeningModule {}

export function startRisk(): Promise<TestApp> {
  return startApp({ modules: [TokensModule.of(PEOPLE), RiskModule, ListeningModule] });
}

/** An unremarkable order of an old account. */
export const order = (fields: Partial<AssessmentInput> = {}): AssessmentInput => {
  const orderId = asId<'ord'>(randomUUID());
  return {
    event: 'order.placed',
    objectId: orderId,
    orderId,
    buyerId: asId(randomUUID()),
    amount: money(5_000, 'USD'),
    ...fields,
    facts: { accountCreatedAt: '2020-01-01T00:00:00Z', ...fields.facts },
  };
};

/** The payment of an order. */
export const payment = (fields: Partial<AssessmentInput> = {}): AssessmentInput =>
  order({ event: 'payment.authorised', objectId: randomUUID(), ...fields });

export const assess = (app: TestApp, input: AssessmentInput): Promise<Assessment> =>
  app.get(UnitOfWork).run((tx) => app.get(Risk).assess(tx, input));

/** A payment so large that it is held. */
export const held = (app: TestApp): Promise<Assessment> => assess(app, payment({ amount: money(1_000_000, 'USD') }));
