import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { activeSeller } from '../../support/world.sellers.js';
import {
  balance,
  bankBooks,
  delivered,
  get,
  idOf,
  now,
  payouts,
  released,
  runPayouts,
  settled,
} from '../settlement/settlement-app.js';
import { instantly, linesOf, offered, startInstant, stateOf, trusted } from './instant-app.js';

let app: TestApp;
let finance: Person;

beforeAll(async () => {
  app = await startInstant();
  finance = await staff(app, 'finance');
});
afterAll(() => app.stop());

const switchTo = (isEnabled: boolean) =>
  app.http
    .post('/v1/finance/payout-switches')
    .set(bearer(finance.token))
    .send({ scope: 'platform', isEnabled, reason: 'a test' })
    .expect(201);
const setFee = (feeBps: number, minimum: number, currency = 'USD') =>
  app.http
    .post('/v1/finance/instant-payout-fees')
    .set(bearer(finance.token))
    .send({ feeBps, minimumFee: { amount: minimum, currency } });

describe('an instant payout', () => {
  it('pays a trusted seller now, for 0.90 of 90.00, and explains itself', async () => {
    const seller = await trusted(app);

    const answer = await instantly(app, seller, seller.token);
    await settled(app);

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      sellerId: seller.sellerId,
      state: 'approved',
      amount: { amount: 8_910, currency: 'USD' },
      fee: { amount: 90, currency: 'USD' },
    });
    expect(await linesOf(app, seller, 'instant_fee')).toEqual(['seller_available D 90', 'payout_fee_revenue C 90']);
    expect(await linesOf(app, seller, 'created')).toEqual(['seller_available D 8910', 'payout_in_transit C 8910']);
    expect(await linesOf(app, seller, 'paid')).toEqual(['payout_in_transit D 8910', 'bank_client C 8910']);
    const path = `/v1/sellers/${seller.sellerId}/payouts/${(answer.body as { payoutId: string }).payoutId}`;
    expect((await get(app, seller, path).expect(200)).body).toMatchObject({
      state: 'paid',
      amount: { amount: 8_910 },
      instantFee: { amount: 90 },
      openingBalance: { amount: 0 },
      closingBalance: { amount: 0 },
      items: [
        { kind: 'released', amount: { amount: 9_000 } },
        { kind: 'instant_fee', amount: { amount: -90 } },
      ],
    });
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 8_910 }]);
    expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
  });

  it('is offered with what it costs, and changes nothing by that', async () => {
    const seller = await trusted(app);
    const before = await stateOf(app, seller);

    const offer = await offered(app, seller).expect(200);

    expect(offer.body).toMatchObject({
      payable: { amount: 9_000 },
      fee: { amount: 90 },
      amount: { amount: 8_910 },
      feeBps: 100,
      minimumFee: { amount: 50 },
      allowedActions: [{ action: 'request', allowed: true }],
    });
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('is made once under one key, and answered the same', async () => {
    const seller = await trusted(app);

    const [first, again] = [
      await instantly(app, seller, seller.token, 'USD', `once-${seller.sellerId}`),
      await instantly(app, seller, seller.token, 'USD', `once-${seller.sellerId}`),
    ];

    expect([first.status, again.status]).toEqual([201, 201]);
    expect(again.body).toEqual(first.body);
    expect(await payouts(app, seller)).toHaveLength(1);
  });

  it('gives its fee back when the bank refuses it, and is credited', async () => {
    const seller = await trusted(app, { accountNumber: 'US000000000000000001' });

    await instantly(app, seller, seller.token).expect(201);
    await settled(app);

    expect(await payouts(app, seller)).toMatchObject([{ state: 'failed', failureCode: 'account_closed' }]);
    expect(await linesOf(app, seller, 'failed')).toEqual(['payout_in_transit D 8910', 'seller_available C 8910']);
    expect(await linesOf(app, seller, 'instant_fee:returned')).toEqual([
      'payout_fee_revenue D 90',
      'seller_available C 90',
    ]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
  });

  it('may follow another one, and the run of the night pays what came after it', async () => {
    const seller = await trusted(app);
    await instantly(app, seller, seller.token).expect(201);
    await released(app, await delivered(app, seller));
    await instantly(app, seller, seller.token).expect(201);
    await released(app, await delivered(app, seller));
    await settled(app);

    await app.advance('P1D');
    await settled(app);

    expect((await payouts(app, seller)).map(({ amount }) => amount.amount)).toEqual([9_000, 8_910, 8_910]);
    expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
  });

  it('costs what finance sets for later ones, never less than the minimum', async () => {
    const seller = await trusted(app, { currency: 'EUR' });
    const set = await setFee(10, 300, 'EUR');
    await released(app, await delivered(app, seller, {}, 'EUR'));

    const answer = await instantly(app, seller, seller.token, 'EUR');

    expect([set.status, (set.body as { version: number }).version]).toEqual([201, 2]);
    expect(answer.body).toMatchObject({ amount: { amount: 8_700 }, fee: { amount: 300 } });
    const list = await app.http.get('/v1/finance/instant-payout-fees').set(bearer(finance.token)).expect(200);
    expect((list.body as { fees: object[] }).fees).toContainEqual(
      expect.objectContaining({ currency: 'EUR', version: 2, feeBps: 10 }),
    );
    await expect(app.sql(`update instant_payout_fees set fee_bps = 1`)).rejects.toThrow('never changed');
  });
});

describe('an instant payout is refused', () => {
  it.each([
    ['of another tier', { tier: 'T1' as const }, '', 'instant_payout_not_entitled'],
    ['that is new', { tier: 'T0' as const }, '', 'instant_payout_not_entitled'],
    ['that is restricted', { tier: 'T3' as const }, '', 'instant_payout_not_entitled'],
    ['without a bank account', { accountNumber: '' }, '', 'payout_account_missing'],
    [
      'whose account the bank refused',
      {},
      `update seller_payout_accounts set state = 'disabled' where seller_id = $1`,
      'payout_account_disabled',
    ],
    [
      'whose account has just changed',
      {},
      `update seller_payout_accounts set changed_at = changed_at + interval '72 hours' where seller_id = $1`,
      'payout_account_cooling_off',
    ],
    [
      'whose account no payout has reached',
      {},
      `update seller_payout_accounts set trusted_at = null where seller_id = $1`,
      'instant_payout_needs_approval',
    ],
    ['that is frozen', {}, `update sellers set state = 'suspended' where id = $1`, 'seller_not_payable'],
  ])('to a seller %s', async (_what, fields, deed, code) => {
    const seller = await trusted(app, fields);
    if (deed) await app.sql(deed, [idOf(seller)]);
    const before = await stateOf(app, seller);

    const [answer, offer] = [await instantly(app, seller, seller.token), await offered(app, seller)];

    expect([answer.status, answer.body.code]).toEqual([409, code]);
    expect(offer.body.allowedActions).toEqual([{ action: 'request', allowed: false, reason: code }]);
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('while payouts are switched off', async () => {
    const seller = await trusted(app);
    const before = await stateOf(app, seller);
    await switchTo(false);

    const answer = await instantly(app, seller, seller.token);

    await switchTo(true);
    expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([503, 'payouts_disabled', true]);
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('when too little is available, or it is held', async () => {
    const [poor, held] = [await activeSeller(app, { tier: 'T2' }), await trusted(app)];
    const risk = await staff(app, 'risk');
    await app.http
      .post('/v1/risk/seller-holds')
      .set(bearer(risk.token))
      .set('Idempotency-Key', `all-${held.sellerId}`)
      .send({ sellerId: held.sellerId, currency: 'USD', reason: 'other' })
      .expect(201);
    const before = [await stateOf(app, poor), await stateOf(app, held)];

    const answers = [await instantly(app, poor, poor.token), await instantly(app, held, held.token)];

    expect(answers.map(({ status, body }) => [status, (body as { code: string }).code])).toEqual([
      [409, 'instant_payout_too_small'],
      [409, 'instant_payout_too_small'],
    ]);
    expect([await stateOf(app, poor), await stateOf(app, held)]).toEqual(before);
  });

  it('above what needs nobody’s approval, without a fee', async () => {
    const seller = await trusted(app);
    const large = { item: 600_000, tax: 0, shipping: 0, commission: 0, total: 600_000 };
    await released(app, await delivered(app, seller, large));
    const before = await stateOf(app, seller);

    const answer = await instantly(app, seller, seller.token);

    expect([answer.status, answer.body.code]).toEqual([409, 'instant_payout_needs_approval']);
    expect(await stateOf(app, seller)).toEqual(before);
  });

  it('to strangers, keys and staff, and without a key of the request', async () => {
    const [seller, other] = [await trusted(app), await trusted(app)];
    const before = await stateOf(app, seller);

    const statuses = [
      (await instantly(app, seller, other.token)).status,
      (await instantly(app, seller, seller.apiKey)).status,
      (await instantly(app, seller, finance.token)).status,
      (
        await app.http
          .post(`/v1/sellers/${seller.sellerId}/instant-payouts`)
          .set(bearer(seller.token))
          .send({ currency: 'USD' })
      ).status,
    ];

    expect(statuses).toEqual([404, 403, 403, 400]);
    expect(await stateOf(app, seller)).toEqual(before);
  });
});

/** How often each race is run; more with SOUK_RACE_ROUNDS. */
const ROUNDS = Number(process.env.SOUK_RACE_ROUNDS ?? 5);

describe('instant payouts at the same time', () => {
  it(`of one seller: one is paid, the other refused, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const seller = await trusted(app);

      const answers = await Promise.all([1, 2, 3].map(() => instantly(app, seller, seller.token)));
      await settled(app);

      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 8_910 }]);
      expect(await linesOf(app, seller, 'instant_fee')).toHaveLength(2);
      expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
    }
  });

  it(`as the run of the night: the money leaves once, ${ROUNDS} times`, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const seller = await trusted(app);

      const [answer] = await Promise.all([instantly(app, seller, seller.token), runPayouts(app)]);
      await settled(app);

      const isInstant = answer.status === 201;
      expect([201, 409]).toContain(answer.status);
      expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: isInstant ? 8_910 : 9_000 }]);
      expect(await linesOf(app, seller, 'instant_fee')).toHaveLength(isInstant ? 2 : 0);
      expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
    }
  });

  it('leave a run of the same moment its own name', async () => {
    const seller = await trusted(app);
    await instantly(app, seller, seller.token).expect(201);
    await released(app, await delivered(app, seller));
    await app.sql('update payouts set run_at = $2 where seller_id = $1', [idOf(seller), now(app)]);

    await app.advance('PT1H');
    await runPayouts(app);

    expect(await payouts(app, seller)).toHaveLength(2);
  });
});
