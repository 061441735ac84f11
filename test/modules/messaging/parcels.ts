import { randomUUID } from 'node:crypto';
import { Global, Injectable, Module } from '@nestjs/common';
import { asId, type UserActor } from '../../../src/kernel/index.js';
import { Authenticator } from '../../../src/platform/auth/index.js';
import { defineEvent, Every, OnDeadline, OnEvent, type EventOf } from '../../../src/platform/messaging/index.js';

export const parcelSent = defineEvent<{ weight: number; sentAt: Date }>('test.parcel-sent', 1);
export const parcelLost = defineEvent<{ reason: string }>('test.parcel-lost', 1);

/** Handlers that write down what they were called with, and fail when they are told to. */
@Injectable()
export class Recorder {
  readonly calls: { consumer: string; subjectId: string; at: Date }[] = [];
  readonly sent: EventOf<typeof parcelSent>[] = [];
  readonly failing = new Map<string, number>();
  onCall: (consumer: string, subjectId: string) => Promise<void> = async () => {};

  async note(consumer: string, subjectId: string, at: Date): Promise<void> {
    const left = this.failing.get(consumer) ?? 0;
    if (left > 0) {
      this.failing.set(consumer, left - 1);
      throw new Error(`${consumer} was told to fail`);
    }
    this.calls.push({ consumer, subjectId, at });
    await this.onCall(consumer, subjectId);
  }

  of(consumer: string): string[] {
    return this.calls.filter((call) => call.consumer === consumer).map(({ subjectId }) => subjectId);
  }

  reset(): void {
    this.calls.length = 0;
    this.sent.length = 0;
    this.failing.clear();
    this.onCall = async () => {};
  }
}

@Injectable()
export class ParcelJobs {
  constructor(private readonly recorder: Recorder) {}

  @OnEvent(parcelSent, { consumer: 'parcels.weigh', queue: 'orders' })
  async weigh(event: EventOf<typeof parcelSent>): Promise<void> {
    this.recorder.sent.push(event);
    await this.recorder.note('parcels.weigh', event.subjectId, event.occurredAt);
  }

  @OnEvent(parcelSent, { consumer: 'parcels.announce', queue: 'default' })
  async announce(event: EventOf<typeof parcelSent>): Promise<void> {
    await this.recorder.note('parcels.announce', event.subjectId, event.occurredAt);
  }

  @OnEvent(parcelLost, { consumer: 'parcels.search' })
  async search(event: EventOf<typeof parcelLost>): Promise<void> {
    await this.recorder.note('parcels.search', event.subjectId, event.occurredAt);
  }

  @OnDeadline('parcels.arrival', { queue: 'orders' })
  async arrive(subjectId: string, { dueAt }: { dueAt: Date }): Promise<void> {
    await this.recorder.note('parcels.arrival', subjectId, dueAt);
  }

  @OnDeadline('parcels.return')
  async giveBack(subjectId: string, { dueAt }: { dueAt: Date }): Promise<void> {
    await this.recorder.note('parcels.return', subjectId, dueAt);
  }

  @Every('parcels.count', { every: 'P1D', at: '02:00', queue: 'money' })
  async count(at: Date): Promise<void> {
    await this.recorder.note('parcels.count', '', at);
  }
}

const PEOPLE = new Map<string, UserActor>([
  ['admin', { kind: 'user', userId: asId(randomUUID()), staffRoles: ['admin'], memberships: [] }],
  ['buyer', { kind: 'user', userId: asId(randomUUID()), staffRoles: [], memberships: [] }],
]);

/** A token is the role of the person who signs in with it. */
class RoleTokens extends Authenticator {
  async bySession(token: string): Promise<UserActor | undefined> {
    return PEOPLE.get(token);
  }

  async byKey(): Promise<undefined> {
    return undefined;
  }
}

@Global()
@Module({ providers: [{ provide: Authenticator, useClass: RoleTokens }], exports: [Authenticator] })
export class PeopleModule {}

@Module({ imports: [PeopleModule], providers: [Recorder, ParcelJobs], exports: [Recorder] })
export class ParcelModule {}
