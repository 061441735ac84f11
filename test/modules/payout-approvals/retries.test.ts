import { PayoutProviders } from '../../../src/modules/settlement/payout-providers.js';
import { RetryPayout } from '../../../src/modules/settlement/retry-payout.js';
import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { payoutTerms } from '../../support/world.payouts.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import {
  balance,
  bankBooks,
  delivered,
  funded,
  idOf,
  now,
  payouts,
  released,
  runPayouts,
  settled,
  startSettlement,
} from '../settlement/settlement-app.js';
import { approvalOf, approve, asked, latest, uuidOf } from './approvals-app.js';

let app: TestApp;
let [ada, ben, cai]: Person[] = [];

beforeAll(async () => {
  app = await startSettlement();
  [ada, ben, cai] = [await staff(app, 'finance'), await staff(app, 'finance'), await staff(app, 'finance')];
});
afterAll(() => app.stop());
afterEach(() => jest.restoreAllMocks());

const finance = () => ({ ada: ada as Person, ben: ben as Person, cai: cai as Person });

/** What the bank is asked for because of that fails in passing. */
async function failing(deed: () => Promise<unknown>): Promise<void> {
  const send = jest
    .spyOn(app.get(PayoutProviders).of('sandbox'), 'send')
    .mockResolvedValue({ state: 'failed', code: 'bank_closed_today', failureClass: 'transient' });
  await deed();
  await app.drain();
  send.mockRestore();
}

/** Ada asks for everything, Ben and Cai approve it, and the bank fails; then there is 90.00 more. */
async function failedByHand(tier: 'T0' | 'T1' | 'T3'): Promise<{ seller: ActiveSeller; amount: number }> {
  const seller = await funded(app, { tier });
  const made = await asked(app, finance().ada, `sellers/${seller.sellerId}/payouts`, { currency: 'USD' }).expect(201);
  const { payoutId, payloadHash } = made.body as { payoutId: string; payloadHash: string };
  await failing(async () => {
    for (const person of [finance().ben, finance().cai]) await approve(app, person, payoutId, payloadHash).expect(200);
  });
  await released(app, await delivered(app, seller));
  expect(await payouts(app, seller)).toMatchObject([{ state: 'failed', failureCode: 'bank_closed_today' }]);
  return { seller, amount: (await latest(app, seller)).amount.amount };
}

/** A payout of a run, which the bank fails. */
async function failedByItself(earnings = 1): Promise<ActiveSeller> {
  const seller = await funded(app, {}, earnings);
  await failing(() => runPayouts(app));
  expect(await payouts(app, seller)).toMatchObject([{ state: 'failed', amount: { amount: 9_000 * earnings } }]);
  return seller;
}

const moveTo = (seller: ActiveSeller, tier: string) =>
  app.sql('update sellers set tier = $2 where id = $1', [idOf(seller), tier]);

describe('a payout that was asked for by hand and failed in passing', () => {
  it('is not tried again by itself where payouts are made by hand; finance asks again, and two people approve', async () => {
    const { seller, amount } = await failedByHand('T3');

    await app.advance('PT1H1M');
    await settled(app);
    const after = [await payouts(app, seller), await balance(app, seller)];
    const again = await asked(app, finance().ada, `sellers/${seller.sellerId}/payouts`, { currency: 'USD' });

    expect(amount).toBe(6_750);
    expect(after).toMatchObject([
      [{ state: 'failed' }],
      { available: 13_500, inTransit: 0, payoutSkipReason: 'manual_approval' },
    ]);
    expect(again.body).toMatchObject({ state: 'draft', amount: { amount: 13_500 }, reasons: ['requested_by_hand'] });
    expect(await bankBooks(app, seller)).toEqual([]);
  });

  it('is tried again with what was approved at most, by whoever asked, and two others approve it again', async () => {
    const { seller, amount } = await failedByHand('T1');
    const { ada: first, ben: second, cai: third } = finance();

    await app.advance('PT1H1M');
    await settled(app);
    const [retry, failed] = await payouts(app, seller);
    const between = [await balance(app, seller), await bankBooks(app, seller)];
    const approval = await approvalOf(app, second, retry?.id ?? '');
    const own = await approve(app, first, retry?.id ?? '', approval.payloadHash).expect(403);
    await approve(app, second, retry?.id ?? '', approval.payloadHash).expect(200);
    await approve(app, third, retry?.id ?? '', approval.payloadHash).expect(200);
    await settled(app);

    expect(amount).toBe(9_000);
    expect(retry).toMatchObject({ state: 'draft', attempt: 2, retryOf: failed?.id, amount: { amount: 9_000 } });
    expect(approval.reasons).toEqual(['requested_by_hand']);
    expect(between).toMatchObject([{ available: 9_000, inTransit: 9_000 }, []]);
    expect(own.body.code).toBe('payout_approver_involved');
    expect((await latest(app, seller)).state).toBe('paid');
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
  });

  it('is tried again once, however often that is asked for at once', async () => {
    const { seller } = await failedByHand('T0');
    const id = uuidOf(await latest(app, seller));

    await Promise.all([1, 2, 3].map(() => app.get(RetryPayout).run(id)));

    expect(await payouts(app, seller)).toMatchObject([
      { state: 'draft', amount: { amount: 8_100 }, retryOf: expect.any(String) },
      { state: 'failed' },
    ]);
    expect(await balance(app, seller)).toMatchObject({ available: 8_100, inTransit: 8_100 });
  });
});

describe('a payout of a run that failed in passing', () => {
  it('is not tried again when the seller is paid by hand by then', async () => {
    const seller = await failedByItself();
    await moveTo(seller, 'T3');

    await app.advance('PT1H1M');
    await settled(app);

    expect(await payouts(app, seller)).toMatchObject([{ state: 'failed' }]);
    expect(await balance(app, seller)).toMatchObject({
      available: 9_000,
      inTransit: 0,
      payoutSkipReason: 'manual_approval',
    });
  });

  it('is tried again within the cap of the tier that the seller is in by then', async () => {
    const seller = await failedByItself(30);
    await moveTo(seller, 'T0');

    await app.advance('PT1H1M');
    await settled(app);

    expect(await payouts(app, seller)).toMatchObject([
      { state: 'draft', attempt: 2, amount: { amount: 200_000 } },
      { state: 'failed' },
    ]);
    expect(await balance(app, seller)).toMatchObject({ available: 70_000, inTransit: 200_000 });
  });

  it('and is stopped by the alarm on its day is paid when finance releases the day', async () => {
    const seller = await failedByItself();
    await payoutTerms(app, { alarmFloor: 1_000 }, 'USD');
    await app.sql(`delete from payout_days`);
    await app.sql(`delete from payout_alarms`);

    await app.advance('PT1H1M');
    await settled(app);
    const stopped = [await payouts(app, seller), await balance(app, seller)];
    const [alarm] = (await app.http.get('/v1/finance/payout-alarms?open=true').set(bearer(finance().ada.token))).body
      .data as { id: string }[];
    await asked(app, finance().ada, `payout-alarms/${alarm?.id}/release`, { reason: 'a rich day' }).expect(200);
    await settled(app);

    expect(stopped).toMatchObject([[{ state: 'failed' }], { available: 9_000, payoutSkipReason: 'volume_alarm' }]);
    expect(await payouts(app, seller)).toMatchObject([
      { state: 'paid', amount: { amount: 9_000 } },
      { state: 'failed' },
    ]);
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
    const day = await app.sql(
      `select total::int from payout_days where day = ($1::timestamptz at time zone 'UTC')::date`,
      [now(app)],
    );
    expect(day).toEqual([{ total: 9_000 }]);
  });
});
