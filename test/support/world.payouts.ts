import { toWire } from '../../src/kernel/index.js';
import type { TestApp } from './app.js';
import { bearer } from './index.js';
import { staff, type Person } from './world.identity.js';

/** Two people of finance. */
export const approvers = async (app: TestApp): Promise<[Person, Person]> => [
  await staff(app, 'finance'),
  await staff(app, 'finance'),
];

/** Approves every payout that waits for two people, and lets the bank pay. Returns how many there were. */
export async function approveDrafts(app: TestApp, people: readonly Person[]): Promise<number> {
  const drafts = await app.sql<{ id: string; hash: string }>(
    `select id, binding_hash as hash from payouts where state = 'draft' order by id`,
  );
  for (const { id, hash } of drafts) {
    for (const { token } of people) {
      await app.http
        .post(`/v1/finance/payouts/${toWire('pyo', id)}/approvals`)
        .set(bearer(token))
        .set('Idempotency-Key', `${id}-${token.slice(-12)}`)
        .send({ payloadHash: hash });
    }
  }
  await app.drain();
  await app.provider.settle();
  await app.drain();
  return drafts.length;
}
