import { fromWire, toWire, type Prefix } from '../../src/kernel/index.js';
import type { TestApp } from '../support/index.js';
import type { Person } from '../support/world.identity.js';

const PROPOSED: readonly [name: string, prefix: Prefix, table: string, columns: string, values: string][] = [
  ['chargebackPolicyId', 'cbp', 'chargeback_policies', 'reason, liable, fee_to', `'general', 'seller', 'seller'`],
  ['payoutCountryId', 'pco', 'payout_countries', 'country, time_zone', `'FR', 'UTC'`],
  ['reconciliationThresholdId', 'rth', 'reconciliation_thresholds', 'currency, amount', `'EUR', 1`],
  [
    ...(['payoutTermsId', 'pyt', 'payout_terms'] as const),
    ...(['currency, minimum, retained, automatic_up_to, alarm_floor', `'EUR', 1, 0, 0, 0`] as const),
  ],
];

/** One of all terms that wait for a second person of finance, proposed by somebody else; by the name of its parameter. */
export async function proposedTerms(app: TestApp, { userId }: Person): Promise<Record<string, string>> {
  const made: Record<string, string> = {};
  for (const [name, prefix, table, columns, values] of PROPOSED) {
    const [row] = await app.sql<{ id: string }>(
      `insert into ${table} (id, version, proposed_by, proposed_at, ${columns})
       values (gen_random_uuid(), 2, $1, now(), ${values}) returning id`,
      [fromWire('usr', userId)],
    );
    made[name] = toWire(prefix, row?.id ?? '');
  }
  return made;
}
