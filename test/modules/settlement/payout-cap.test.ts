import { divide } from '../../../src/modules/settlement/payout.domain.js';
import { RecordBankAnswer } from '../../../src/modules/settlement/record-bank-answer.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import { approveDrafts, approvers } from '../../support/world.payouts.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import { payoutTerms } from '../../support/world.payouts.js';
import {
  balance,
  bankBooks,
  delivered,
  funded,
  get,
  idOf,
  payouts,
  released,
  runPayouts,
  settled,
  startSettlement,
} from './settlement-app.js';

/** How often each race is run; more with SOUK_RACE_ROUNDS. */
const ROUNDS = Number(process.env.SOUK_RACE_ROUNDS ?? 5);

let app: TestApp;
let finance: Person;
let people: readonly Person[];

beforeAll(async () => {
  app = await startSettlement();
  finance = await staff(app, 'finance');
  people = await approvers(app);
});
afterAll(() => app.stop());

/** A new seller with 2,700.00 available, 700.00 more than a payout comes to. */
async function rich(): Promise<ActiveSeller> {
  const seller = await funded(app, { tier: 'T0' }, 0);
  const parts = { item: 300_000, tax: 0, shipping: 0, commission: 0, total: 300_000 };
  await released(app, await delivered(app, seller, parts));
  return seller;
}

/** The week has passed for the seller. */
const aWeekLater = (seller: ActiveSeller) =>
  app.sql(`update payouts set run_at = run_at - interval '7 days' where seller_id = $1`, [idOf(seller)]);

describe('the cap of a new seller', () => {
  it('lets 2,000.00 leave at once; the rest stays available for the next run', async () => {
    const seller = await rich();

    await runPayouts(app);
    await approveDrafts(app, people);
    const between = await balance(app, seller);
    await runPayouts(app);
    await aWeekLater(seller);
    await runPayouts(app);
    await settled(app);

    const made = await payouts(app, seller);
    expect(between).toMatchObject({ available: 70_000, inTransit: 0 });
    expect(made.map(({ amount }) => amount.amount)).toEqual([70_000, 200_000]);
    const first = await get(app, seller, `/v1/sellers/${seller.sellerId}/payouts/${made[1]?.id}`).expect(200);
    const second = await get(app, seller, `/v1/sellers/${seller.sellerId}/payouts/${made[0]?.id}`).expect(200);
    expect(first.body).toMatchObject({
      cappedAt: { amount: 200_000 },
      openingBalance: { amount: 0 },
      closingBalance: { amount: 70_000 },
      items: [{ kind: 'released', amount: { amount: 270_000 } }],
    });
    expect(second.body).toMatchObject({ openingBalance: { amount: 70_000 }, closingBalance: { amount: 0 }, items: [] });
    expect(await bankBooks(app, seller)).toEqual([
      { state: 'paid', amount: 200_000 },
      { state: 'paid', amount: 70_000 },
    ]);
    expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
  });

  it(`holds for two runs at once, ${ROUNDS} times`, async () => {
    await payoutTerms(app, { alarmFloor: 1_000_000_000_000 });
    for (let round = 0; round < ROUNDS; round += 1) {
      const seller = await rich();

      await Promise.all([runPayouts(app), runPayouts(app), runPayouts(app)]);
      await approveDrafts(app, people);

      expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 200_000 }]);
      expect(await balance(app, seller)).toMatchObject({ available: 70_000, inTransit: 0 });
    }
  });

  it('is kept by the database, too', async () => {
    const seller = await rich();
    await runPayouts(app);
    await settled(app);
    const before = await payouts(app, seller);

    const larger = app.sql(`update payouts set capped_at = null where seller_id = $1`, [idOf(seller)]);

    await expect(larger).rejects.toThrow('the terms of a payout are fixed');
    await expect(
      app.sql(
        `insert into payouts select (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'run_at',
           p.run_at + interval '1 day', 'amount', p.amount + 1))).* from payouts p where p.seller_id = $1`,
        [idOf(seller)],
      ),
    ).rejects.toThrow('payouts_within_cap');
    expect(await payouts(app, seller)).toEqual(before);
  });

  it('stays when a payout is tried again after it failed in passing', async () => {
    const seller = await rich();
    await runPayouts(app);
    await app.sql(`update payouts set state = 'submitted' where seller_id = $1 and state = 'draft'`, [idOf(seller)]);
    const [payout] = await app.sql<{ id: string }>('select id from payouts where seller_id = $1', [idOf(seller)]);
    const failure = { state: 'failed', code: 'busy', failureClass: 'transient' } as const;
    await app.get(UnitOfWork).run((tx) => app.get(RecordBankAnswer).run(tx, payout?.id ?? '', failure));

    await app.advance('PT1H');
    await approveDrafts(app, people);

    expect(await payouts(app, seller)).toMatchObject([
      { state: 'paid', attempt: 2, amount: { amount: 200_000 } },
      { state: 'failed' },
    ]);
    expect(await balance(app, seller)).toMatchObject({ available: 70_000, inTransit: 0 });
  });

  it('does not hold for what two people approve by hand', async () => {
    const seller = await rich();

    const asked = await app.http
      .post(`/v1/finance/sellers/${seller.sellerId}/payouts`)
      .set(bearer(finance.token))
      .set('Idempotency-Key', `all-${seller.sellerId}`)
      .send({ currency: 'USD' });

    expect(asked.body).toMatchObject({ state: 'draft', amount: { amount: 270_000 }, reasons: ['requested_by_hand'] });
  });
});

describe('what a balance comes to', () => {
  it.each([
    ['everything', 9_000, { retained: 0 }, undefined, { amount: 9_000, fee: 0, left: 0 }],
    ['all but what is retained', 9_000, { retained: 500 }, undefined, { amount: 8_500, fee: 0, left: 500 }],
    ['the cap', 9_000, { retained: 500, cap: 5_000 }, undefined, { amount: 5_000, fee: 0, left: 4_000 }],
    ['less one per cent', 9_000, { retained: 0 }, [100, 50], { amount: 8_910, fee: 90, left: 0 }],
    ['less the minimum fee', 4_000, { retained: 0 }, [100, 50], { amount: 3_950, fee: 50, left: 0 }],
    ['the cap less the fee', 9_000, { retained: 0, cap: 8_000 }, [100, 50], { amount: 7_920, fee: 80, left: 1_000 }],
  ])('is %s', (_what, all, terms, fee, parts) => {
    const [feeBps = 0, minimumFee = 0] = fee ?? [];

    expect(divide(all, 'USD', terms, fee && { feeBps, minimumFee })).toEqual(parts);
  });
});
