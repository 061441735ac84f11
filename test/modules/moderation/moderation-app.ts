import { randomUUID } from 'node:crypto';
import { Injectable, Module } from '@nestjs/common';
import { asId, money, toWire, type Id, type MemberRole, type UserActor } from '../../../src/kernel/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { OnEvent, type EventOf } from '../../../src/platform/messaging/index.js';
import { caseDecided, Moderation, ModerationModule } from '../../../src/modules/moderation/index.js';
import type { Screening, ScreeningInput } from '../../../src/modules/moderation/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { TokensModule } from '../../support/world.tokens.js';

export const SELLER = asId<'sel'>(randomUUID());

function person(staffRoles: UserActor['staffRoles'] = [], sellerId?: Id<'sel'>): UserActor {
  const role: MemberRole = 'owner';
  const memberships = sellerId ? [{ sellerId, role }] : [];
  return { kind: 'user', userId: asId(randomUUID()), staffRoles, memberships };
}

export const PEOPLE = {
  moderator: person(['moderator']),
  colleague: person(['moderator']),
  partial: person(['moderator'], SELLER),
  seller: person([], SELLER),
  otherSeller: person([], asId(randomUUID())),
  buyer: person(),
  secondBuyer: person(),
};

/** Stands where listings stand: it notes what was decided. */
@Injectable()
export class Decided {
  readonly cases: { subjectId: string; decision: string; statementId?: string }[] = [];

  @OnEvent(caseDecided, { consumer: 'test.case-decided' })
  note({ payload: { subjectId, decision, statementId } }: EventOf<typeof caseDecided>): Promise<void> {
    this.cases.push({ subjectId, decision, statementId });
    return Promise.resolve();
  }

  of(subjectId: string): { decision: string; statementId?: string }[] {
    return this.cases
      .filter((found) => found.subjectId === subjectId)
      .map(({ decision, statementId }) => ({ decision, statementId }));
  }
}

@Module({ providers: [Decided] })
class ListeningModule {}

export function startModeration(): Promise<TestApp> {
  return startApp({ modules: [TokensModule.of(PEOPLE), ModerationModule, ListeningModule] });
}

let count = 0;

/** An honest listing of an old seller, with words of its own. */
export function listing(fields: Partial<ScreeningInput> = {}): ScreeningInput {
  count += 1;
  const word = randomUUID().replaceAll('-', '');
  return {
    subjectType: 'listing',
    subjectId: randomUUID(),
    sellerId: SELLER,
    title: `Honest thing ${count} ${word}`,
    description: `Made by hand, ${word.split('').reverse().join('')}`,
    brandAuthorised: true,
    price: money(10_000, 'USD'),
    sellerAgeDays: 400,
    ...fields,
  };
}

export const screen = (app: TestApp, input: ScreeningInput): Promise<Screening> =>
  app.get(UnitOfWork).run((tx) => app.get(Moderation).screen(tx, input));

export interface CaseBody {
  readonly id: string;
  readonly state: string;
  readonly code: string;
  readonly statementId: string | null;
  readonly reportCount: number;
  readonly priority: number;
  readonly assignee: string | null;
  readonly screening: { readonly title: string; readonly findings: { code: string; explanation: string }[] } | null;
  readonly reports: { readonly reason: string }[];
}

export async function post(
  app: TestApp,
  as: string,
  path: string,
  body: object = {},
): Promise<{ status: number; body: CaseBody }> {
  const answer = await app.http.post(path).set(bearer(as)).send(body);
  return { status: answer.status, body: answer.body as CaseBody };
}

export const caseWire = (screening: Screening): string => toWire('cas', screening.caseId ?? '');
