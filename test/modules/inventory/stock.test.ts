import { bearer, startApp, type TestApp } from '../../support/index.js';
import { draftListing, stocked } from '../../support/world.listings.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('stock of a variant', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let heron: ActiveSeller;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app);
    heron = await activeSeller(app);
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    variantId = (await draftListing(app, otter)).variants[0]?.id ?? '';
  });

  const read = async (seller: ActiveSeller = otter) =>
    (await app.http.get(`/v1/variants/${variantId}/stock`).set(bearer(seller.token))).body as object;
  const adjust = (body: object, token: string = otter.token, key?: string) => {
    const request = app.http.post(`/v1/variants/${variantId}/stock-adjustments`).set(bearer(token));
    return (key === undefined ? request : request.set('Idempotency-Key', key)).send(body);
  };
  const movements = async (query = '') =>
    (await app.http.get(`/v1/variants/${variantId}/stock-movements${query}`).set(bearer(otter.token))).body as {
      data: { delta: number; reason: string; onHandAfter: number }[];
      page: { hasMore: boolean; nextCursor: string | null };
    };

  it('is nothing before the first adjustment', async () => {
    expect(await read()).toEqual({ variantId, onHand: 0, reserved: 0, available: 0, updatedAt: null });
  });

  it('grows by what a key with the scope adds', async () => {
    const answer = await adjust({ delta: 7, reason: 'received', note: 'crate 4' }, otter.apiKey);

    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      variantId,
      delta: 7,
      reason: 'received',
      note: 'crate 4',
      onHandAfter: 7,
      actorType: 'key',
    });
    expect(await read()).toMatchObject({ onHand: 7, reserved: 0, available: 7 });
  });

  it('keeps every change in its history, newest first', async () => {
    await stocked(app, otter, variantId, 10);
    await adjust({ delta: -3, reason: 'damaged' });
    await adjust({ delta: 1, reason: 'counted' });

    const first = await movements('?limit=2');
    const second = await movements(`?limit=2&cursor=${first.page.nextCursor}`);

    expect(first.data.map(({ delta, reason, onHandAfter }) => [delta, reason, onHandAfter])).toEqual([
      [1, 'counted', 8],
      [-3, 'damaged', 7],
    ]);
    expect(second.data.map(({ delta }) => delta)).toEqual([10]);
    expect(second.page).toEqual({ hasMore: false, nextCursor: null });
  });

  it('counts a repeated request once', async () => {
    const first = await adjust({ delta: 5, reason: 'received' }, otter.token, 'crate-5');
    const again = await adjust({ delta: 5, reason: 'received' }, otter.token, 'crate-5');

    expect(again.body).toEqual(first.body);
    expect(again.headers['idempotency-replayed']).toBe('true');
    expect(await read()).toMatchObject({ onHand: 5 });
  });

  it('never goes below zero', async () => {
    await stocked(app, otter, variantId, 2);

    const answer = await adjust({ delta: -3, reason: 'lost' });

    expect([answer.status, answer.body.code]).toEqual([409, 'stock_too_low']);
    expect(await read()).toMatchObject({ onHand: 2 });
    expect((await movements()).data).toHaveLength(1);
  });

  it('has an upper bound', async () => {
    await stocked(app, otter, variantId, 10_000_000);
    await app.sql(
      `with counter as (update stock_counters set on_hand = 1000000000 where on_hand = 10000000 returning variant_id)
       update stock_movements m set delta = 1000000000 from counter c where m.variant_id = c.variant_id`,
    );

    const answer = await adjust({ delta: 1, reason: 'found' });

    expect([answer.status, answer.body.code]).toEqual([409, 'stock_too_high']);
    expect(await read()).toMatchObject({ onHand: 1_000_000_000 });
  });

  it.each([
    [{ delta: 0, reason: 'counted' }, '/delta', 'not_zero'],
    [{ delta: 4, reason: 'lost' }, '/delta', 'direction'],
    [{ delta: -4, reason: 'received' }, '/delta', 'direction'],
  ])('refuses %j', async (body, pointer, code) => {
    const answer = await adjust(body);

    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer, code }]);
    expect((await movements()).data).toEqual([]);
  });

  it('is unknown to other sellers', async () => {
    await stocked(app, otter, variantId, 2);

    const answers = [
      await adjust({ delta: 1, reason: 'found' }, heron.token),
      await app.http.get(`/v1/variants/${variantId}/stock`).set(bearer(heron.token)),
      await app.http.get(`/v1/variants/${variantId}/stock-movements`).set(bearer(heron.apiKey)),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(await read()).toMatchObject({ onHand: 2 });
  });
});
