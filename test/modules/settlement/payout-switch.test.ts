import { randomUUID } from 'node:crypto';
import { system } from '../../../src/kernel/index.js';
import { PayoutSwitches } from '../../../src/modules/settlement/payout-switches.repository.js';
import { query, statement, type Tx } from '../../../src/platform/database/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import {
  approvedPayout,
  balance,
  bankBooks,
  funded,
  get,
  idOf,
  now,
  payouts,
  runPayouts,
  settled,
  startSettlement,
} from './settlement-app.js';

let app: TestApp;
let finance: Person;

beforeAll(async () => {
  app = await startSettlement();
  finance = await staff(app, 'finance');
});
afterAll(() => app.stop());

const set = (isEnabled: boolean, scope = 'platform') =>
  app.http
    .post('/v1/finance/payout-switches')
    .set(bearer(finance.token))
    .send({ scope, isEnabled, reason: 'a test of the switch' });

const setIn = (tx: Tx, isEnabled: boolean) =>
  app
    .get(PayoutSwitches)
    .set(tx, { scope: 'platform', isEnabled, reason: 'an incident', changedAt: now(app) }, system('test'));

const cancel = (id: string | undefined, key = randomUUID()) =>
  app.http
    .post(`/v1/finance/payouts/${id}/cancellation`)
    .set(bearer(finance.token))
    .set('Idempotency-Key', key)
    .send({ reason: 'asked by the seller' });

describe('the kill switch', () => {
  it('stops runs, and lets them go on', async () => {
    const seller = await funded(app);
    await set(false).expect(201);

    await runPayouts(app);
    expect(await payouts(app, seller)).toEqual([]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, payoutSkipReason: 'payouts_disabled' });

    await set(true).expect(201);
    await runPayouts(app);
    expect(await payouts(app, seller)).toHaveLength(1);
    expect(await balance(app, seller)).toMatchObject({ available: 0, payoutSkipReason: null });
  });

  it('stops the payouts of one currency, and shows it', async () => {
    const seller = await funded(app);
    await set(false, 'currency:USD').expect(201);

    await runPayouts(app);

    const shown = await app.http.get('/v1/finance/payout-switches').set(bearer(finance.token)).expect(200);
    const row = { scope: 'currency:USD', isEnabled: false, reason: 'a test of the switch' };
    expect(shown.body.payoutsEnabled).toBe(true);
    expect(shown.body.switches).toContainEqual(expect.objectContaining(row));
    expect(await payouts(app, seller)).toEqual([]);
    await set(true, 'currency:USD').expect(201);
  });

  it('makes an approved payout wait until it is on again', async () => {
    const seller = await funded(app);
    await approvedPayout(app, seller, (tx) => setIn(tx, false));
    await app.drain();
    const [waiting] = await payouts(app, seller);

    await set(true).expect(201);
    await app.advance('PT1H1M');
    await settled(app);

    expect(waiting?.state).toBe('approved');
    expect(await payouts(app, seller)).toMatchObject([{ id: waiting?.id, state: 'paid' }]);
    expect(await bankBooks(app, seller)).toHaveLength(1);
  });

  it('leaves finance the time to cancel, once', async () => {
    const seller = await funded(app);
    await approvedPayout(app, seller, (tx) => setIn(tx, false));
    await app.drain();
    const [waiting] = await payouts(app, seller);
    const key = randomUUID();

    const done = await cancel(waiting?.id, key).expect(200);
    const replayed = await cancel(waiting?.id, key).expect(200);
    const refused = await cancel(waiting?.id).expect(409);

    await set(true).expect(201);
    await app.advance('PT1H1M');
    expect(done.body).toMatchObject({ state: 'canceled', failureCode: 'canceled' });
    expect(replayed.body).toEqual(done.body);
    expect(refused.body.code).toBe('illegal_transition');
    expect(await balance(app, seller)).toMatchObject({ inTransit: 0 });
    expect(await bankBooks(app, seller)).not.toContainEqual(expect.objectContaining({ amount: 0 }));
  });

  it('is for finance, and so are the payouts of all', async () => {
    const seller = await funded(app);
    const body = { scope: 'platform', isEnabled: false, reason: 'x' };

    await app.http.post('/v1/finance/payout-switches').set(bearer(seller.token)).send(body).expect(403);
    await get(app, seller, '/v1/finance/payouts').expect(403);
    await get(app, seller, '/v1/finance/payout-switches').expect(403);

    const list = await app.http
      .get(`/v1/finance/payouts?sellerId=${seller.sellerId}&state=paid`)
      .set(bearer(finance.token))
      .expect(200);
    expect(list.body).toEqual({ data: [], page: { hasMore: false, nextCursor: null } });
  });
});

const changedBack = statement<[sellerId: string], never>(
  'test.payout-account-changed',
  `update seller_payout_accounts set changed_at = changed_at - interval '1 hour' where seller_id = $1`,
);

describe('a bank account that changed after the payout was made', () => {
  it('is not paid: the money is available again', async () => {
    const seller = await funded(app);

    await approvedPayout(app, seller, (tx) => query(tx, changedBack, [idOf(seller)]));
    await app.drain();

    expect(await payouts(app, seller)).toMatchObject([{ state: 'failed', failureCode: 'payout_account_changed' }]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
    expect(await bankBooks(app, seller)).toEqual([]);
  });
});
