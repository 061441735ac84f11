import { fromWire, toWire } from '../../src/kernel/index.js';
import type { TestApp } from '../support/index.js';
import type { Person } from '../support/world.identity.js';

type Things = Readonly<Record<string, string>>;

/** The rows of what the platform gives away and pays to others; how to read them stands at the table. */
export const TREASURY_ACCESS: Readonly<Record<string, string>> = {
  goodwill_grant: '- xx xxx ++++',
  goodwill_list: '- xx xxx ++++',
  goodwill_limits: '- xx xxx ++++',
  goodwill_setLimit: '- xx xxx xxx+',
  goodwill_approve: '- xx xxx xx++',
  goodwill_refuse: '- xx xxx xx++',
  taxFilings_periods: '- xx xxx xx++',
  taxFilings_list: '- xx xxx xx++',
  taxFilings_record: '- xx xxx xx++',
  taxFilings_pay: '- xx xxx xx++',
  taxFilings_withdraw: '- xx xxx xx++',
};

/** Requests that would take effect if whoever sends them had the right to it. */
export function treasuryBodies({ userId }: Things): Readonly<Record<string, object>> {
  const reason = 'Looked at it again.';
  return {
    goodwill_grant: { buyerId: userId, amount: { amount: 1, currency: 'USD' }, reason },
    goodwill_setLimit: { role: 'moderator', daily: { amount: 1, currency: 'USD' } },
    taxFilings_record: { period: '2020-01', currency: 'USD', reference: 'theirs' },
    taxFilings_pay: { bankReference: 'theirs' },
    taxFilings_withdraw: { reason },
  };
}

/** Goodwill and a filing of tax that somebody else has proposed. */
export async function treasuryThings(app: TestApp, proposer: Person): Promise<Things> {
  const by = fromWire('usr', proposer.userId);
  const [goodwill] = await app.sql<{ id: string }>(
    `insert into goodwill_grants (id, beneficiary, beneficiary_id, currency, amount, reason, is_within_limit,
       proposed_by, proposed_at, updated_at)
     values (gen_random_uuid(), 'buyer', gen_random_uuid(), 'USD', 1, 'Too late.', false, $1, now(), now()) returning id`,
    [by],
  );
  const [filing] = await app.sql<{ id: string }>(
    `insert into tax_filings (id, currency, period, collected, returned, amount, reference, recorded_by, recorded_at,
       updated_at)
     values (gen_random_uuid(), 'USD', '2020-01', 1, 0, 1, 'theirs', $1, now(), now()) returning id`,
    [by],
  );
  return { goodwillId: toWire('gdw', goodwill?.id ?? ''), taxFilingId: toWire('txf', filing?.id ?? '') };
}
