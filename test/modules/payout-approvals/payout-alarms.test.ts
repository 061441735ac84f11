import { system } from '../../../src/kernel/index.js';
import { PayoutsRepository, type PayoutRow } from '../../../src/modules/settlement/payouts.repository.js';
import { SettlePayout } from '../../../src/modules/settlement/settle-payout.js';
import type { Tx } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/index.js';
import { bearer } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import {
  approvedPayout,
  balance,
  funded,
  idOf,
  now,
  payouts,
  runPayouts,
  settled,
  startSettlement,
} from '../settlement/settlement-app.js';
import { asked } from './approvals-app.js';
import { payoutTerms } from '../../support/world.payouts.js';

let app: TestApp;
let finance: Person;

beforeAll(async () => {
  app = await startSettlement();
  finance = await staff(app, 'finance');
});
afterAll(() => app.stop());

const alarms = async (query = '') =>
  (await app.http.get(`/v1/finance/payout-alarms${query}`).set(bearer(finance.token)).expect(200)).body.data as {
    id: string;
    total: { amount: number };
    ceiling: { amount: number };
    releasedAt: string | null;
  }[];

const metric = async () => {
  const { text } = await app.http.get('/metrics').expect(200);
  return Number(/^souk_payout_alarms_open (\d+)$/m.exec(text)?.[1]);
};

/** What earlier days came to, in US dollars; below `floor` there is no alarm. */
async function history(floor: number, ...days: [daysAgo: number, total: number][]): Promise<void> {
  await payoutTerms(app, { alarmFloor: floor }, 'USD');
  await app.sql(`delete from payout_days`);
  await app.sql(`delete from payout_alarms`);
  for (const [daysAgo, total] of days) {
    await app.sql(`insert into payout_days values ('USD', ($1::timestamptz at time zone 'UTC')::date - $2::int, $3)`, [
      now(app),
      daysAgo,
      total,
    ]);
  }
}

const failed = async (tx: Tx, payoutId: string): Promise<void> => {
  const payout = (await app.get(PayoutsRepository).lock(tx, payoutId)) as PayoutRow;
  await app.get(SettlePayout).failed(tx, payout, 'refuse', system('test'), { code: 'approval_void' });
};

const inTransitOf = async (sellers: readonly ActiveSeller[]) =>
  (await Promise.all(sellers.map((seller) => payouts(app, seller)))).flat();

describe('the total of a day', () => {
  it('may be 1.5 times the largest of 30 days; what is beyond it waits for finance', async () => {
    await history(0, [1, 4_000], [30, 12_000], [31, 90_000]);
    const sellers = [await funded(app), await funded(app), await funded(app)];

    await runPayouts(app);
    await settled(app);

    expect(await inTransitOf(sellers)).toMatchObject([{ state: 'paid', amount: { amount: 9_000 } }, { state: 'paid' }]);
    expect(await alarms()).toMatchObject([
      { total: { amount: 27_000 }, ceiling: { amount: 18_000 }, releasedAt: null },
    ]);
    expect(await metric()).toBe(1);
    const skips = await app.sql(`select reason from payout_skips where reason = 'volume_alarm'`);
    expect(skips).toHaveLength(1);

    const [alarm] = await alarms('?open=true');
    const path = `payout-alarms/${alarm?.id}/release`;
    const released = await asked(app, finance, path, { reason: 'the winter sale' }).expect(200);
    await settled(app);
    const repeated = await asked(app, finance, path, { reason: 'again' }).expect(409);

    expect(released.body).toMatchObject({ reason: 'the winter sale', releasedBy: finance.userId });
    expect(repeated.body.code).toBe('payout_alarm_released');
    expect(await inTransitOf(sellers)).toMatchObject([{ state: 'paid' }, { state: 'paid' }, { state: 'paid' }]);
    expect(await metric()).toBe(0);
    expect(await alarms('?open=true')).toEqual([]);
  });

  it('is of no concern below the floor', async () => {
    await history(50_000, [1, 100]);
    const sellers = [await funded(app), await funded(app)];

    await runPayouts(app);
    await settled(app);

    expect(await inTransitOf(sellers)).toHaveLength(2);
    expect(await alarms()).toEqual([]);
  });

  it('does not count what was cancelled', async () => {
    await history(9_000);
    const [one, two] = [await funded(app), await funded(app)];

    await runPayouts(app);
    await settled(app);
    const waiting = [one, two].map(async (seller) => (await balance(app, seller)).payoutSkipReason);
    expect((await Promise.all(waiting)).filter((reason) => reason === 'volume_alarm')).toHaveLength(1);

    await history(9_000, [1, 100]);
    await app.sql(`update seller_payout_accounts set trusted_at = null`);
    const third = await funded(app);
    await app.sql(`update seller_payout_accounts set trusted_at = null`);
    await runPayouts(app);
    const drafts = await inTransitOf([one, two, third]);
    const draft = drafts.find(({ state }) => state === 'draft');
    await asked(app, finance, `payouts/${draft?.id}/cancellation`, { reason: 'not today' }).expect(200);

    const totals = await app.sql(`select total::int from payout_days where currency = 'USD' order by day`);
    expect(totals).toEqual([{ total: 100 }, { total: 0 }]);
  });

  it('does not stop what finance asks for by hand, and counts it', async () => {
    await history(1_000);
    const seller = await funded(app, { tier: 'T3' });

    const made = await asked(app, finance, `sellers/${seller.sellerId}/payouts`, { currency: 'USD' }).expect(201);

    expect(made.body).toMatchObject({ state: 'draft', amount: { amount: 6_750 } });
    expect(await alarms()).toEqual([]);
    expect(await app.sql(`select total::int from payout_days where currency = 'USD'`)).toEqual([{ total: 6_750 }]);
  });

  it('keeps no seller waiting for the payout of another', async () => {
    await history(50_000);
    const [one, two, three] = [await funded(app), await funded(app), await funded(app)];
    // Waits for a second person, so that nobody sends it meanwhile.
    await asked(app, finance, `sellers/${three.sellerId}/payouts`, { currency: 'USD' }).expect(201);
    const [draft] = await app.sql<{ id: string }>('select id from payouts where seller_id = $1', [idOf(three)]);
    let attempts = 0;

    // A busy machine may have its work done again, which does not pay the other seller again.
    await approvedPayout(app, one, async (tx) => {
      attempts += 1;
      await failed(tx, draft?.id ?? '');
      if (attempts === 1) await approvedPayout(app, two, async () => undefined);
    });

    expect(await app.sql(`select total::int from payout_days where currency = 'USD'`)).toEqual([{ total: 18_000 }]);
    expect(await alarms()).toEqual([]);
  });

  it('is counted once more for whoever finds the day full at the end: that payout waits for finance', async () => {
    await history(10_000);
    const [late, early] = [await funded(app), await funded(app)];
    let attempts = 0;

    await approvedPayout(app, late, async () => {
      attempts += 1;
      if (attempts === 1) await approvedPayout(app, early, async () => undefined);
    });

    expect(attempts).toBe(2);
    expect(await inTransitOf([late, early])).toMatchObject([{ amount: { amount: 9_000 } }]);
    expect(await balance(app, late)).toMatchObject({ available: 9_000, inTransit: 0 });
    expect(await alarms()).toMatchObject([{ total: { amount: 18_000 }, ceiling: { amount: 10_000 } }]);
    expect(await app.sql(`select total::int from payout_days where currency = 'USD'`)).toEqual([{ total: 9_000 }]);
  });

  it('is shown to finance alone', async () => {
    const seller = await funded(app);

    await app.http.get('/v1/finance/payout-alarms').set(bearer(seller.token)).expect(403);
    await asked(app, finance, 'payout-alarms/pal_00000000000000000000000000/release', { reason: 'why not' }).expect(
      404,
    );
  });
});
