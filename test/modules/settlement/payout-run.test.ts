import { randomUUID } from 'node:crypto';
import { credit, debit, Ledger } from '../../../src/modules/ledger/index.js';
import { money, system } from '../../../src/kernel/index.js';
import { RunPayouts } from '../../../src/modules/settlement/run-payouts.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import type { TestApp } from '../../support/index.js';
import { approveDrafts, approvers } from '../../support/world.payouts.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';
import {
  balance,
  bankBooks,
  delivered,
  funded,
  get,
  idOf,
  journalKinds,
  now,
  payouts,
  released,
  runPayouts,
  settled,
  startSettlement,
} from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement();
});
afterAll(() => app.stop());

async function indebted(seller: ActiveSeller, minor: number): Promise<void> {
  const owed = money(minor, 'USD');
  await app.get(UnitOfWork).run((tx) =>
    app.get(Ledger).post(tx, {
      source: { type: 'test', id: randomUUID(), kind: 'debt' },
      effectiveAt: now(app),
      actor: system('test'),
      lines: [debit('seller_receivable', owed, idOf(seller)), credit('psp_clearing', owed)],
    }),
  );
}

describe('a payout run', () => {
  it('pays what is available to the bank account, with the entries it consists of', async () => {
    const seller = await funded(app, {}, 2);

    await runPayouts(app);
    await settled(app);

    const [payout] = await payouts(app, seller);
    const detail = await get(app, seller, `/v1/sellers/${seller.sellerId}/payouts/${payout?.id}`).expect(200);
    expect(payout).toMatchObject({ state: 'paid', amount: { amount: 18_000, currency: 'USD' }, attempt: 1 });
    expect(detail.body).toMatchObject({
      openingBalance: { amount: 0 },
      closingBalance: { amount: 0 },
      itemCount: 2,
      items: [
        { kind: 'released', amount: { amount: 9_000 } },
        { kind: 'released', amount: { amount: 9_000 } },
      ],
    });
    expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 18_000 }]);
    expect(await journalKinds(app, seller)).toEqual([
      { kind: 'created', count: 1 },
      { kind: 'delivered', count: 2 },
      { kind: 'paid', count: 1 },
      { kind: 'released', count: 2 },
    ]);
  });

  it('happens every night at 02:00, weekly for a new seller', async () => {
    const seller = await funded(app, { tier: 'T0' });
    await app.advance('P1D');
    const first = await payouts(app, seller);
    await approveDrafts(app, await approvers(app));
    await released(app, await delivered(app, seller));

    await app.advance('P5D');
    const before = await payouts(app, seller);
    await app.advance('P2DT1H');

    expect(first).toMatchObject([{ amount: { amount: 8_100 } }]);
    expect(before).toHaveLength(1);
    expect(await payouts(app, seller)).toMatchObject([{ amount: { amount: 8_100 } }, { state: 'paid' }]);
  });

  it('makes one payout when five runs happen at once', async () => {
    const seller = await funded(app);

    await Promise.all(Array.from({ length: 5 }, () => runPayouts(app)));
    await settled(app);

    expect(await payouts(app, seller)).toMatchObject([{ state: 'paid' }]);
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
  });

  it('loses nothing and doubles nothing when money is released while it runs', async () => {
    const seller = await funded(app);
    const late: string[] = [];
    for (let i = 0; i < 5; i += 1) late.push(await delivered(app, seller));

    await Promise.all([runPayouts(app), released(app, ...late), runPayouts(app)]);
    await runPayouts(app);
    await settled(app);

    const books = await bankBooks(app, seller);
    expect(books.reduce((sum, { amount }) => sum + amount, 0)).toBe(54_000);
    expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 0, inTransit: 0 });
  });

  it.each([
    ['has no bank account', { accountNumber: '' }, 'no_payout_account'],
    ['is paid by hand', { tier: 'T3' as const }, 'manual_approval'],
  ])('skips a seller that %s, and says why', async (_who, fields, reason) => {
    const seller = await funded(app, fields);

    await runPayouts(app);

    expect(await payouts(app, seller)).toEqual([]);
    expect(await balance(app, seller)).toMatchObject({ inTransit: 0, payoutSkipReason: reason });
  });

  it('skips a seller whose bank account changed less than 72 hours ago', async () => {
    const seller = await funded(app);
    await app.sql('update seller_payout_accounts set changed_at = $2 where seller_id = $1', [idOf(seller), now(app)]);

    await runPayouts(app);

    expect(await payouts(app, seller)).toEqual([]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, payoutSkipReason: 'payout_account_changed' });
  });

  it('skips a seller that is suspended', async () => {
    const seller = await funded(app);
    await app.sql(`update sellers set state = 'suspended' where id = $1`, [idOf(seller)]);

    await runPayouts(app);

    expect(await payouts(app, seller)).toEqual([]);
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, payoutSkipReason: 'seller_not_active' });
  });

  it('carries over less than the minimum', async () => {
    const seller = await activeSeller(app, { tier: 'T1' });
    const parts = { item: 900, tax: 0, shipping: 0, commission: 0, total: 900 };
    await released(app, await delivered(app, seller, parts));

    await runPayouts(app);

    expect(await payouts(app, seller)).toEqual([]);
    expect(await balance(app, seller)).toMatchObject({ available: 900, payoutSkipReason: 'below_minimum' });
  });

  it('takes what the seller owes first', async () => {
    const seller = await funded(app);
    await indebted(seller, 6_000);

    await runPayouts(app);
    await settled(app);

    const [payout] = await payouts(app, seller);
    const items = await get(app, seller, `/v1/sellers/${seller.sellerId}/payouts/${payout?.id}/items`).expect(200);
    const amounts = (items.body.data as { amount: { amount: number } }[]).map((item) => item.amount.amount);
    expect(payout).toMatchObject({ state: 'paid', amount: { amount: 3_000 } });
    expect(amounts).toEqual([9_000, -6_000]);
    expect(await balance(app, seller)).toMatchObject({ available: 0, receivable: 0 });
  });

  it('takes what was credited and owed since, when a run that failed for another seller is repeated', async () => {
    const seller = await funded(app);
    await indebted(seller, 8_500);
    const runAt = now(app);
    const run = () => app.get(RunPayouts).run(runAt);

    await run();
    const first = await balance(app, seller);
    await released(app, await delivered(app, seller));
    await indebted(seller, 9_400);
    await run();
    const second = await balance(app, seller);
    await run();

    expect(first).toMatchObject({ available: 500, receivable: 0, payoutSkipReason: 'below_minimum' });
    expect(second).toMatchObject({ available: 100, receivable: 0, payoutSkipReason: 'below_minimum' });
    expect(await balance(app, seller)).toEqual(second);
    expect(await payouts(app, seller)).toEqual([]);
    expect(await journalKinds(app, seller)).toEqual(
      expect.arrayContaining([
        { kind: expect.stringMatching(/^USD:/), count: 1 },
        { kind: expect.stringMatching(/^USD:/), count: 1 },
      ]),
    );
  });

  it('shows a payout to nobody but its seller and finance', async () => {
    const [seller, other] = [await funded(app), await activeSeller(app)];
    await runPayouts(app);
    const [payout] = await payouts(app, seller);

    await get(app, other, `/v1/sellers/${seller.sellerId}/payouts/${payout?.id}`).expect(404);
    await get(app, other, `/v1/sellers/${other.sellerId}/payouts/${payout?.id}`).expect(404);
    await get(app, seller, `/v1/finance/payouts/${payout?.id}`).expect(403);
  });
});
