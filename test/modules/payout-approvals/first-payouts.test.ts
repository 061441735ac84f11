import type { TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import {
  balance,
  bankBooks,
  delivered,
  funded,
  idOf,
  payouts,
  released,
  runPayouts,
  settled,
  startSettlement,
} from '../settlement/settlement-app.js';
import { approvalOf, approve, asked, latest } from './approvals-app.js';

let app: TestApp;
let people: [Person, Person];

beforeAll(async () => {
  app = await startSettlement();
  people = [await staff(app, 'finance'), await staff(app, 'finance')];
});
afterAll(() => app.stop());

/** The week has passed for the seller, and 90.00 less the reserve have become available. */
async function aWeekLater(seller: ActiveSeller): Promise<void> {
  await app.sql(`update payouts set run_at = run_at - interval '7 days' where seller_id = $1`, [idOf(seller)]);
  await released(app, await delivered(app, seller));
  await runPayouts(app);
  await settled(app);
}

describe('the first payout of a new seller', () => {
  it('waits for two people, also to an account that is known; the next one goes by itself', async () => {
    const seller = await funded(app, { tier: 'T0' });
    await runPayouts(app);
    await settled(app);
    const first = await latest(app, seller);
    const approval = await approvalOf(app, people[0], first.id);
    const waiting = [await balance(app, seller), await bankBooks(app, seller)];

    for (const person of people) await approve(app, person, first.id, approval.payloadHash).expect(200);
    await settled(app);
    const paid = await latest(app, seller);
    await aWeekLater(seller);

    expect(first).toMatchObject({ state: 'draft', amount: { amount: 8_100 } });
    expect(approval.reasons).toEqual(['first_payout']);
    expect(waiting).toMatchObject([{ available: 0, inTransit: 8_100 }, []]);
    expect(paid.state).toBe('paid');
    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid' }, { id: first.id, state: 'paid' }]);
    expect(await bankBooks(app, seller)).toEqual([
      { state: 'paid', amount: 8_100 },
      { state: 'paid', amount: 8_100 },
    ]);
  });

  it('is the next one while none has left', async () => {
    const seller = await funded(app, { tier: 'T0' });
    await runPayouts(app);
    const canceled = await latest(app, seller);
    await asked(app, people[0], `payouts/${canceled.id}/cancellation`, { reason: 'not this week' }).expect(200);

    await aWeekLater(seller);

    const [next] = await payouts(app, seller);
    expect(next).toMatchObject({ state: 'draft', amount: { amount: 16_200 } });
    expect((await approvalOf(app, people[1], next?.id ?? '')).reasons).toEqual(['first_payout']);
  });

  it('is no precedent while it waits', async () => {
    const seller = await funded(app, { tier: 'T0' });
    await runPayouts(app);

    await aWeekLater(seller);

    const waiting = await payouts(app, seller);
    expect(waiting).toMatchObject([{ state: 'draft', amount: { amount: 8_100 } }, { state: 'draft' }]);
    expect((await approvalOf(app, people[0], waiting[0]?.id ?? '')).reasons).toEqual(['first_payout']);
    expect(await bankBooks(app, seller)).toEqual([]);
  });

  it('of any other tier goes by itself', async () => {
    const seller = await funded(app, { tier: 'T1' });

    await runPayouts(app);
    await settled(app);

    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid', amount: { amount: 9_000 } }]);
  });
});
