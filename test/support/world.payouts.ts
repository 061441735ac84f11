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

interface PayoutTerms {
  readonly retained?: number;
  readonly alarmFloor?: number;
}

/** Other terms by which a currency, or each one, is paid out from now on. */
export async function payoutTerms(app: TestApp, terms: PayoutTerms, currency?: string): Promise<void> {
  await app.sql(
    `insert into payout_terms (id, currency, version, minimum, retained, automatic_up_to, alarm_floor, proposed_by,
                               proposed_at, approved_by, approved_at)
     select gen_random_uuid(), f.currency, (select 1 + max(version) from payout_terms t where t.currency = f.currency),
            f.minimum, coalesce($1, f.retained), f.automatic_up_to, coalesce($2, f.alarm_floor), 'somebody', now(),
            'somebody else', now()
       from payout_terms_in_force f where $3::text is null or f.currency = $3`,
    [terms.retained ?? null, terms.alarmFloor ?? null, currency ?? null],
  );
}
