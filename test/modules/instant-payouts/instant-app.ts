import { randomUUID } from 'node:crypto';
import { InstantPayoutsModule } from '../../../src/modules/instant-payouts/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import type { ActiveSeller, SellerFields } from '../../support/world.sellers.js';
import { balance, funded, idOf, journalKinds, payouts, startSettlement } from '../settlement/settlement-app.js';

export const startInstant = (): Promise<TestApp> => startSettlement({ modules: [InstantPayoutsModule] });

/** A trusted seller with 90.00 available for each earning. */
export const trusted = (app: TestApp, fields: SellerFields = {}, earnings = 1): Promise<ActiveSeller> =>
  funded(app, { tier: 'T2', ...fields }, earnings);

export const instantly = (
  app: TestApp,
  { sellerId }: Pick<ActiveSeller, 'sellerId'>,
  token: string,
  currency = 'USD',
  key: string = randomUUID(),
) =>
  app.http
    .post(`/v1/sellers/${sellerId}/instant-payouts`)
    .set(bearer(token))
    .set('Idempotency-Key', key)
    .send({ currency });

export const offered = (app: TestApp, { sellerId, token }: ActiveSeller, currency = 'USD') =>
  app.http.get(`/v1/sellers/${sellerId}/instant-payout-offer?currency=${currency}`).set(bearer(token));

/** Everything of a seller that a refusal must leave as it was. */
export const stateOf = async (app: TestApp, seller: ActiveSeller): Promise<unknown> => [
  await payouts(app, seller),
  await balance(app, seller),
  await journalKinds(app, seller),
];

/** The lines of the seller's journals of one kind: `seller_available D 90`. */
export async function linesOf(app: TestApp, seller: ActiveSeller, kind: string): Promise<string[]> {
  const rows = await app.sql<{ line: string }>(
    `select a.type_code || ' ' || e.side || ' ' || e.amount as line
       from ledger.journal j join ledger.entry e on e.journal_id = j.id join ledger.account a on a.id = e.account_id
      where j.seller_id = $1 and j.source_type = 'payout' and j.kind = $2 order by j.posted_at, e.line`,
    [idOf(seller), kind],
  );
  return rows.map(({ line }) => line);
}
