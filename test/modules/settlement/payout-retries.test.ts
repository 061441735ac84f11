import { PayoutProviders } from '../../../src/modules/settlement/payout-providers.js';
import type { TestApp } from '../../support/index.js';
import { balance, bankBooks, funded, idOf, payouts, runPayouts, settled, startSettlement } from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement();
});
afterAll(() => app.stop());
afterEach(() => jest.restoreAllMocks());

const failing = () =>
  jest
    .spyOn(app.get(PayoutProviders).of('sandbox'), 'send')
    .mockResolvedValue({ state: 'failed', code: 'bank_closed_today', failureClass: 'transient' });

describe('a payout that fails for a passing reason', () => {
  it('is tried again after 1 h, 6 h, 24 h and 72 h, each time as a new payout; no run comes between', async () => {
    const seller = await funded(app);
    const send = failing();
    await runPayouts(app);
    await app.drain();
    const waiting = await balance(app, seller);

    const counts: number[] = [];
    for (const pause of ['PT59M', 'PT2M', 'PT5H58M', 'PT3M', 'PT23H56M', 'PT3M', 'PT71H57M', 'PT3M']) {
      await app.advance(pause);
      counts.push(send.mock.calls.length);
    }

    const chain = (await payouts(app, seller)).reverse();
    expect(waiting).toMatchObject({ available: 9_000, inTransit: 0 });
    expect(counts).toEqual([1, 2, 2, 3, 3, 4, 4, 5]);
    expect(chain.map(({ attempt, retryOf, state }) => [attempt, retryOf, state])).toEqual(
      [1, 2, 3, 4, 5].map((attempt) => [attempt, chain[attempt - 2]?.id ?? null, 'failed']),
    );
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0 });
  });

  it('is not taken along by a run while its next try is set, and says so', async () => {
    const seller = await funded(app);
    failing();
    await runPayouts(app);
    await app.drain();
    jest.restoreAllMocks();

    await runPayouts(app);
    const during = [await payouts(app, seller), await balance(app, seller)];
    await app.advance('PT1H1M');
    await settled(app);

    expect(during).toMatchObject([[{ state: 'failed' }], { available: 9_000, payoutSkipReason: 'retry_scheduled' }]);
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', attempt: 2 }, { state: 'failed' }]);
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
  });

  it('explains each entry once along the chain, and every payout by its entries', async () => {
    const seller = await funded(app, {}, 2);
    failing();
    await runPayouts(app);
    await app.drain();
    await app.advance('PT1H1M');
    jest.restoreAllMocks();
    await app.advance('PT6H1M');
    await settled(app);

    const sums = await app.sql(
      `select p.amount::int, p.opening_balance::int + sum(i.amount)::int - p.closing_balance::int as explained
         from payouts p join payout_items i on i.payout_id = p.id where p.seller_id = $1 group by p.id order by p.id`,
      [idOf(seller)],
    );
    expect(sums).toEqual(Array.from({ length: 3 }, () => ({ amount: 18_000, explained: 18_000 })));
    const [twice] = await app.sql<{ n: number }>(
      `select count(*)::int as n from (select 1 from payout_items group by journal_id, line having count(*) > 1) t`,
    );
    expect(twice?.n).toBe(0);
  });
});

describe('a seller that cannot be paid', () => {
  it.each([
    ['in_review', 'kyc_not_valid'],
    ['onboarding', 'kyc_not_valid'],
    ['restricted', 'seller_not_active'],
    ['suspended', 'seller_not_active'],
  ])('is skipped while it is %s: %s', async (state, reason) => {
    const seller = await funded(app);
    await app.sql(`update sellers set state = $2 where id = $1`, [idOf(seller), state]);

    await runPayouts(app);

    expect(await payouts(app, seller)).toEqual([]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, inTransit: 0, payoutSkipReason: reason });
  });
});
