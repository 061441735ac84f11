import { randomUUID } from 'node:crypto';
import { fromWire, toWire } from '../../src/kernel/index.js';
import { fileOf, hashOf } from '../../src/modules/payout-files/payout-file.domain.js';
import type { TestApp } from '../support/index.js';
import type { Person } from '../support/world.identity.js';

/** An alarm on a day's payouts, a file of them, and a part of one that is asked back. */
export async function payoutThings(app: TestApp, finance: Person): Promise<Readonly<Record<string, string>>> {
  const [alarm] = await app.sql<{ id: string }>(
    `insert into payout_alarms (id, currency, day, total, ceiling, raised_at)
     values (gen_random_uuid(), 'USD', '2020-01-01', 2, 1, now()) returning id`,
  );
  const [batchId, createdAt] = [randomUUID(), new Date('2020-01-01T00:00:00Z')];
  const debtor = { debtorName: 'Souk', debtorAccount: 'DE02120300000000202051', debtorBic: 'BYLADEM1001' };
  const batch = { batchId, currency: 'USD', ...debtor, executionOn: '2020-01-01', createdAt, items: [] };
  await app.sql(
    `insert into payout_batches (id, currency, debtor_name, debtor_account, debtor_bic, execution_on, payout_count, total,
       format_version, csv_sha256, xml_sha256, created_by, created_at)
     values ($1, 'USD', $2, $3, $4, '2020-01-01', 1, 1, 1, $5, $6, $7, $8)`,
    [
      ...[batchId, debtor.debtorName, debtor.debtorAccount, debtor.debtorBic],
      ...[hashOf(fileOf(batch, 'csv')), hashOf(fileOf(batch, 'xml')), fromWire('usr', finance.userId), createdAt],
    ],
  );
  const [collection] = await app.sql<{ id: string }>(
    `with refused as (
       insert into debt_collections (id, seller_id, payout_id, provider, currency, amount, state, failure_code,
         requested_by, requested_at, settled_at, updated_at)
       select gen_random_uuid(), seller_id, id, provider, currency, 1, 'refused', 'debt_smaller', $1, now(), now(), now()
         from payouts limit 1 returning id),
     noted as (
       insert into lifecycle_history (subject_type, subject_id, from_state, to_state, action, actor_type, actor_id, at)
       select 'debt_collection', id, 'requested', 'refused', 'drop', 'system', 'test', now() from refused)
     select id from refused`,
    [fromWire('usr', finance.userId)],
  );
  const debtCollectionId = toWire('dcl', collection?.id ?? '');
  return {
    debtCollectionId,
    alarmId: toWire('pal', alarm?.id ?? ''),
    batchId: toWire('pba', batchId),
    currency: 'USD',
  };
}
