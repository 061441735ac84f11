import { randomUUID } from 'node:crypto';
import { Clock, plus, system, toWire } from '../../../src/kernel/index.js';
import { Settlement } from '../../../src/modules/settlement/index.js';
import { ReleaseEarnings } from '../../../src/modules/settlement/release-earnings.js';
import { ReleaseReserve } from '../../../src/modules/settlement/release-reserve.js';
import { ShortenHold } from '../../../src/modules/settlement/shorten-hold.js';
import { StartEarning } from '../../../src/modules/settlement/start-earning.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Timeline } from '../../../src/platform/messaging/index.js';
import { bearer, type TestApp } from '../../support/index.js';
import { activeSeller } from '../../support/world.sellers.js';
import { balance, delivered, get, idOf, journalKinds, PARTS, startSettlement } from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement();
});
afterAll(() => app.stop());

const earningOf = (sellerOrderId: string) => `/v1/seller-orders/${toWire('sor', sellerOrderId)}/earning`;
const now = () => app.get(Clock).now();
const buckets = { pending: 0, available: 0, reserve: 0, held: 0, receivable: 0, inTransit: 0 };
const nothing = { ...buckets, payoutSkipReason: null, blockedBy: [] };

describe('a delivered seller order', () => {
  it('earns its net, pending until the hold of its tier ends, and says so', async () => {
    const seller = await activeSeller(app, { tier: 'T0' });
    const at = now();

    const sellerOrderId = await delivered(app, seller);

    const answer = await get(app, seller, earningOf(sellerOrderId)).expect(200);
    expect(await balance(app, seller)).toMatchObject({ ...nothing, pending: 9_000 });
    expect(answer.body).toMatchObject({
      state: 'pending',
      net: { amount: 9_000, currency: 'USD' },
      commission: { amount: 1_000, currency: 'USD' },
      confirmedAt: null,
      releasedAt: null,
      blockedBy: [],
      holdPolicy: { tier: 'T0', version: 2, holdDays: 14, reserveBps: 1_000, reserveDays: 90 },
      reserve: null,
    });
    const hold = Date.parse(answer.body.expectedReleaseAt) - Date.parse(answer.body.deliveredAt);
    expect(hold).toBe(14 * 86_400_000);
    expect(Date.parse(answer.body.deliveredAt)).toBeGreaterThanOrEqual(at.getTime());
  });

  it('is settled once, however often its delivery is told', async () => {
    const seller = await activeSeller(app, { tier: 'T1' });
    const sellerOrderId = await delivered(app, seller);
    const again = {
      sellerOrderId,
      orderId: randomUUID(),
      sellerId: idOf(seller),
      paymentId: randomUUID(),
      deliveredAt: now(),
      currency: 'USD',
      parts: PARTS,
      ruleVersion: '1',
    };

    await Promise.all([app.get(StartEarning).run(again), app.get(StartEarning).run(again)]);

    expect(await balance(app, seller)).toMatchObject({ ...nothing, pending: 9_000 });
    expect(await journalKinds(app, seller)).toEqual([{ kind: 'delivered', count: 1 }]);
  });

  it('is released when its hold ends, 10 % of it into a reserve that is released 90 days later', async () => {
    const seller = await activeSeller(app, { tier: 'T0', accountNumber: '' });
    const sellerOrderId = await delivered(app, seller);

    await app.advance('P13DT23H');
    expect(await balance(app, seller)).toMatchObject({ pending: 9_000, available: 0 });
    await app.advance('PT1H1M');
    expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 8_100, reserve: 900 });
    const earning = await get(app, seller, earningOf(sellerOrderId)).expect(200);
    expect(earning.body).toMatchObject({ state: 'available', reserve: { amount: { amount: 900 }, releasedAt: null } });

    await app.get(Timeline).jump(plus(now(), 'P91D'));
    await app.drain();
    expect(await balance(app, seller)).toMatchObject({ available: 9_000, reserve: 0 });
  });

  it('is released a day after its buyer confirmed, and no sooner', async () => {
    const seller = await activeSeller(app, { tier: 'T1', accountNumber: '' });
    const sellerOrderId = await delivered(app, seller);
    const confirmedAt = now();

    await app.get(ShortenHold).run(sellerOrderId, confirmedAt);
    await app.get(ShortenHold).run(sellerOrderId, plus(confirmedAt, 'P5D'));

    const earning = await get(app, seller, earningOf(sellerOrderId)).expect(200);
    expect(earning.body).toMatchObject({
      confirmedAt: confirmedAt.toISOString(),
      expectedReleaseAt: plus(confirmedAt, 'P1D').toISOString(),
    });
    await app.advance('PT23H');
    expect(await balance(app, seller)).toMatchObject({ pending: 9_000, available: 0 });
    await app.advance('PT1H1M');
    expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 9_000 });
  });

  it('refuses a confirmation that comes before its delivery, to be tried again', async () => {
    await expect(app.get(ShortenHold).run(randomUUID(), now())).rejects.toThrow('earning_not_started');
  });

  it('stays frozen while something blocks it, and is released afterwards', async () => {
    const seller = await activeSeller(app, { tier: 'T2', accountNumber: '' });
    const sellerOrderId = await delivered(app, seller);
    const block = (id: string) => ({
      sellerOrderId,
      source: { type: 'dispute', id },
      reason: 'dispute_open',
      actor: system('test'),
    });
    const run = app.get(UnitOfWork);
    await run.run((tx) => app.get(Settlement).freeze(tx, block('one')));
    await run.run((tx) => app.get(Settlement).freeze(tx, block('two')));

    await app.advance('P10D');
    await run.run((tx) => app.get(Settlement).unfreeze(tx, block('one')));
    await app.drain();
    const frozen = await get(app, seller, earningOf(sellerOrderId)).expect(200);
    expect(frozen.body).toMatchObject({
      state: 'frozen',
      expectedReleaseAt: null,
      blockedBy: [{ reason: 'dispute_open' }],
    });
    expect(await balance(app, seller)).toMatchObject({ pending: 9_000, available: 0 });

    await run.run((tx) => app.get(Settlement).unfreeze(tx, block('two')));
    await app.drain();
    expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 9_000 });
  });

  it('starts frozen when it was blocked before its delivery', async () => {
    const seller = await activeSeller(app, { tier: 'T2', accountNumber: '' });
    const sellerOrderId = randomUUID();
    const block = { sellerOrderId, source: { type: 'risk', id: 'x' }, reason: 'risk_hold', actor: system('test') };
    await app.get(UnitOfWork).run((tx) => app.get(Settlement).freeze(tx, block));

    await delivered(app, seller, {}, 'USD', sellerOrderId);

    const earning = await get(app, seller, earningOf(sellerOrderId)).expect(200);
    expect(earning.body).toMatchObject({ state: 'frozen', expectedReleaseAt: null });
  });

  it('is released once by ten jobs at the same time, together with the rest of its seller', async () => {
    const seller = await activeSeller(app, { tier: 'T0', accountNumber: '' });
    const ids = [await delivered(app, seller), await delivered(app, seller), await delivered(app, seller)];
    await app.sql(`update earnings set release_at = $2 where id = any($1::uuid[])`, [ids, now()]);

    await Promise.all(Array.from({ length: 10 }, (_, i) => app.get(ReleaseEarnings).run(ids[i % 3] as string)));

    expect(await balance(app, seller)).toMatchObject({ pending: 0, available: 24_300, reserve: 2_700 });
    expect(await journalKinds(app, seller)).toEqual([
      { kind: 'delivered', count: 3 },
      { kind: 'released', count: 3 },
    ]);
  });

  it('releases a reserve lot once, by ten jobs at the same time', async () => {
    const seller = await activeSeller(app, { tier: 'T0', accountNumber: '' });
    const id = await delivered(app, seller);
    await app.sql(`update earnings set release_at = $2 where id = $1`, [id, now()]);
    await app.get(ReleaseEarnings).run(id);
    const [lot] = await app.sql<{ id: string }>(
      `update reserve_lots set release_at = $2 where seller_order_id = $1 returning id`,
      [id, now()],
    );

    await Promise.all(Array.from({ length: 10 }, () => app.get(ReleaseReserve).run(lot?.id as string)));

    expect(await balance(app, seller)).toMatchObject({ available: 9_000, reserve: 0 });
  });

  it('is shown to its seller and to finance, and to nobody else', async () => {
    const [seller, other] = [await activeSeller(app), await activeSeller(app)];
    const sellerOrderId = await delivered(app, seller);
    const paths = [
      earningOf(sellerOrderId),
      `/v1/sellers/${seller.sellerId}/balance`,
      `/v1/sellers/${seller.sellerId}/entries`,
      `/v1/sellers/${seller.sellerId}/payouts`,
    ];

    for (const path of paths) {
      await app.http.get(path).expect(401);
      await get(app, other, path).expect(404);
      await app.http.get(path).set(bearer(seller.apiKey)).expect(200);
      await app.http.get(path).set(bearer(other.apiKey)).expect(404);
    }
  });

  it('lists the entries of the seller’s balances, newest first', async () => {
    const seller = await activeSeller(app, { tier: 'T0', accountNumber: '' });
    const id = await delivered(app, seller);
    await app.sql(`update earnings set release_at = $2 where id = $1`, [id, now()]);
    await app.get(ReleaseEarnings).run(id);

    const path = `/v1/sellers/${seller.sellerId}/entries`;
    const first = await get(app, seller, `${path}?limit=3`).expect(200);
    const rest = await get(app, seller, `${path}?limit=3&cursor=${first.body.page.nextCursor}`).expect(200);

    const shown = [...first.body.data, ...rest.body.data].map(
      (entry: { account: string; change: { amount: number }; balanceAfter: { amount: number }; kind: string }) =>
        [entry.kind, entry.account, entry.change.amount, entry.balanceAfter.amount] as const,
    );
    expect(shown).toEqual([
      ['released', 'reserve', 900, 900],
      ['released', 'available', 8_100, 8_100],
      ['released', 'pending', -9_000, 0],
      ['delivered', 'pending', 9_000, 9_000],
    ]);
    expect(first.body.data[0].sellerOrderId).toBe(toWire('sor', id));
  });
});
