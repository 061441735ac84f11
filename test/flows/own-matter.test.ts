import { randomUUID } from 'node:crypto';
import { Clock, fromWire, plus } from '../../src/kernel/index.js';
import { startApp, type TestApp } from '../support/index.js';
import { disputeJournals, disputesOf, openDispute, type DisputeBody } from '../support/world.disputes.js';
import { staff, type Person } from '../support/world.identity.js';
import { get, post } from '../support/world.orders.js';
import { deliveredSale, indebtedShop, openShop, released, type Shop } from '../support/world.refunds.js';
import { activeSeller, type ActiveSeller } from '../support/world.sellers.js';
import { balance } from '../modules/settlement/settlement-app.js';

interface HoldBody {
  readonly id: string;
  readonly state: string;
  readonly allowedActions: readonly { action: string; allowed: boolean; reason?: string }[];
}

describe('staff who belongs to a seller', () => {
  let app: TestApp;
  let other: Person;

  beforeAll(async () => {
    app = await startApp();
    other = await staff(app, 'risk', 'finance');
    await app.sql(`insert into debt_terms select max(version) + 1, 0, 'test', now() from debt_terms`);
  });
  afterAll(() => app.stop());

  /** Risk and finance, and a mere member of the seller. */
  async function member({ sellerId }: ActiveSeller): Promise<Person> {
    const person = await staff(app, 'risk', 'finance');
    await app.sql(`insert into memberships (seller_id, user_id, role, since) values ($1, $2, 'staff', now())`, [
      fromWire('sel', sellerId),
      fromWire('usr', person.userId),
    ]);
    return person;
  }

  const outcome = ({ status, body }: { status: number; body: { code?: string } }): unknown[] => [status, body.code];
  const REFUSED = [403, 'own_matter'];
  const OWN = { allowed: false, reason: 'own_matter' };

  async function disputed(): Promise<{ shop: Shop; paymentId: string; dispute: DisputeBody }> {
    const shop = await openShop(app);
    const { id, paymentId } = await deliveredSale(app, shop);
    await released(app, id);
    await openDispute(app, paymentId);
    const [dispute] = await disputesOf(app, other, paymentId);
    return { shop, paymentId, dispute: dispute as DisputeBody };
  }

  it('does not lift a hold of its money', async () => {
    const shop = await openShop(app);
    await released(app, (await deliveredSale(app, shop)).id);
    const insider = await member(shop.seller);
    const { sellerId } = shop.seller;
    const body = { sellerId, currency: 'USD', amount: 4_000, reason: 'investigation' };
    const { id } = (await post(app, other.token, '/v1/risk/seller-holds', body)).body as HoldBody;
    const path = `/v1/risk/seller-holds/${id}`;

    const answer = await post(app, insider.token, `${path}/lifting`, { reason: 'All is well.' });
    const seen = await get<HoldBody>(app, insider.token, path);
    const after = await balance(app, shop.seller);
    const lifted = await post(app, other.token, `${path}/lifting`, { reason: 'All is well.' });

    expect(outcome(answer)).toEqual(REFUSED);
    expect(seen).toMatchObject({ state: 'active', allowedActions: [{ action: 'lift', ...OWN }] });
    expect(after).toMatchObject({ available: 5_000, held: 4_000 });
    expect(lifted.status).toBe(200);
  });

  it('does not start the release clock of its order again', async () => {
    const shop = await openShop(app);
    const { sellerOrderId } = await deliveredSale(app, shop);
    const insider = await member(shop.seller);
    const expiresAt = plus(app.get(Clock).now(), 'P30D').toISOString();
    const wanted = { sellerOrderId, reason: 'risk_review', expiresAt };
    const { id } = (await post(app, other.token, '/v1/risk/release-holds', wanted)).body as HoldBody;
    const path = `/v1/risk/release-holds/${id}`;

    const answer = await post(app, insider.token, `${path}/lifting`, { reason: 'Nothing found.' });
    const seen = await get<HoldBody>(app, insider.token, path);

    expect(outcome(answer)).toEqual(REFUSED);
    expect(seen).toMatchObject({ state: 'active', allowedActions: [{ action: 'lift', ...OWN }] });
    expect(await get(app, shop.seller.token, `/v1/seller-orders/${sellerOrderId}/earning`)).toMatchObject({
      state: 'frozen',
      blockedBy: [{ reason: 'risk_review', objectId: id }],
    });
  });

  it('does not say who bears its chargeback', async () => {
    const { shop, paymentId, dispute } = await disputed();
    const insider = await member(shop.seller);
    const path = `/v1/disputes/${dispute.id}`;
    const before = await disputeJournals(app, paymentId);

    const answer = await post(app, insider.token, `${path}/liability`, { liable: 'platform', feeTo: 'platform' });

    expect(outcome(answer)).toEqual(REFUSED);
    expect(await get(app, other.token, path)).toEqual(dispute);
    expect(await disputeJournals(app, paymentId)).toEqual(before);
  });

  it('does not give in to its chargeback, and nothing is said to the bank', async () => {
    const { shop, paymentId, dispute } = await disputed();
    const insider = await member(shop.seller);
    const path = `/v1/disputes/${dispute.id}`;
    const before = await disputeJournals(app, paymentId);

    const answer = await post(app, insider.token, `${path}/acceptance`, { reason: 'They are right.' });
    const seen = await get<DisputeBody>(app, insider.token, path);
    await app.provider.settle();
    await app.drain();

    expect(outcome(answer)).toEqual(REFUSED);
    expect(seen.allowedActions).toContainEqual({ action: 'accept', ...OWN });
    expect(await get(app, other.token, path)).toEqual(dispute);
    expect(await disputeJournals(app, paymentId)).toEqual(before);
    expect(await balance(app, shop.seller)).toMatchObject({ held: 9_000, available: 0 });
  });

  it('does not vouch for its bank account', async () => {
    const seller = await activeSeller(app, { accountNumber: '' });
    const insider = await member(seller);
    const path = `/v1/sellers/${seller.sellerId}/payout-account`;
    const account = { holder: 'Sandbox Review', accountNumber: 'DE02 1203 0000 0000 2020 51', country: 'DE' };
    await app.http.put(path).auth(seller.token, { type: 'bearer' }).set('If-Match', '"v0"').send(account).expect(200);
    await app.drain();
    const decision = { outcome: 'verified', accountVersion: 1, reason: 'A letter came.' };

    const answer = await post(app, insider.token, `${path}/verification-decision`, decision);
    const after = await get(app, other.token, path);
    const decided = await post(app, other.token, `${path}/verification-decision`, decision);

    expect(outcome(answer)).toEqual(REFUSED);
    expect(after).toMatchObject({ verification: { state: 'needs_operator', decidedAt: null } });
    expect(decided.body).toMatchObject({ verification: { state: 'verified' } });
  });

  it('neither proposes to give its debt up nor decides about it', async () => {
    const { seller } = await indebtedShop(app);
    const insider = await member(seller);
    const path = `/v1/finance/sellers/${seller.sellerId}/write-offs`;
    const wanted = { amount: { amount: 6_000, currency: 'USD' }, reason: 'The company was dissolved.' };

    const proposed = await post(app, insider.token, path, wanted);
    const { id } = (await post(app, other.token, path, wanted)).body as { id: string };
    const answers = [
      await post(app, insider.token, `/v1/finance/write-offs/${id}/approval`, {}, randomUUID()),
      await post(app, insider.token, `/v1/finance/write-offs/${id}/refusal`, {}, randomUUID()),
    ];
    const { data } = await get<{ data: { id: string }[] }>(app, other.token, '/v1/finance/write-offs?state=proposed');

    expect(outcome(proposed)).toEqual(REFUSED);
    expect(answers.map(outcome)).toEqual([REFUSED, REFUSED]);
    expect(data.find((each) => each.id === id)).toMatchObject({ state: 'proposed', decidedBy: null });
    expect((await balance(app, seller)).receivable).toBe(6_000);
  });
});
