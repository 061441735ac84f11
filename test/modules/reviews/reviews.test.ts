import { randomUUID } from 'node:crypto';
import { fromWire, toWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { buyer, type Person } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder, post, shippedOrder } from '../../support/world.orders.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

interface Review {
  readonly id: string;
  readonly code: string;
  readonly overall: number;
  readonly isVerified: boolean;
  readonly reply: { readonly text: string } | null;
}

const STARS = { overall: 4, itemAsDescribed: 5, communication: 3, shippingSpeed: 4 };
const SLOW = 120_000;

describe('reviews', () => {
  let app: TestApp;
  let ada: Person;
  let otter: ActiveSeller;
  let variantId: string;

  beforeAll(async () => {
    app = await startApp();
    ada = await buyer(app, { createdAt: '2020-01-01T00:00:00.000Z' });
    otter = await activeSeller(app);
    ({ variantId } = await activeListing(app, otter, { price: 5_000, stock: 200 }));
  });

  afterAll(() => app.stop());

  const review = async (who: Person, sellerOrderId: string, body: object = STARS, key = randomUUID()) => {
    const answer = await post(app, who.token, `/v1/seller-orders/${sellerOrderId}/review`, body, key);
    return { status: answer.status, body: answer.body as Review };
  };

  const ratingOf = async (seller: ActiveSeller): Promise<Record<string, unknown>> => {
    const answer = await app.http.get(`/v1/sellers/${seller.sellerId}/rating`);
    return answer.body as Record<string, unknown>;
  };

  const countOf = async (sellerOrderId: string): Promise<number> => {
    const rows = await app.sql('select 1 from reviews where seller_order_id = $1', [fromWire('sor', sellerOrderId)]);
    return rows.length;
  };

  it('are written by the buyer of a delivered order and read by everybody', async () => {
    const { sellerOrderId } = await deliveredOrder(app, ada, otter, { variantId });

    const { status, body } = await review(ada, sellerOrderId, { ...STARS, text: 'A fine kettle.' });

    const read = await app.http.get(`/v1/reviews/${body.id}`);
    expect(status).toBe(201);
    expect(read.body).toMatchObject({ ...STARS, text: 'A fine kettle.', isVerified: true, reply: null });
    const listed = await app.http.get(`/v1/sellers/${otter.sellerId}/reviews`);
    expect((listed.body as { data: Review[] }).data.map(({ id }) => id)).toContain(body.id);
  });

  it('are one for each seller order, also when sent twice at once', async () => {
    const { sellerOrderId } = await deliveredOrder(app, ada, otter, { variantId });

    const answers = await Promise.all([1, 2, 3].map(() => review(ada, sellerOrderId)));

    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).toBe('already_reviewed');
    expect(await countOf(sellerOrderId)).toBe(1);
  });

  it('are counted once when a request is repeated with its key', async () => {
    const { sellerOrderId } = await deliveredOrder(app, ada, otter, { variantId });
    const key = randomUUID();
    const first = await review(ada, sellerOrderId, STARS, key);
    const before = await ratingOf(otter);

    const again = await review(ada, sellerOrderId, STARS, key);

    expect([again.status, again.body.id]).toEqual([201, first.body.id]);
    expect(await ratingOf(otter)).toEqual(before);
  });

  it('wait for the delivery', async () => {
    const { sellerOrderId } = await shippedOrder(app, ada, otter, { variantId });

    const { status, body } = await review(ada, sellerOrderId);

    expect([status, body.code, await countOf(sellerOrderId)]).toEqual([409, 'not_delivered', 0]);
  });

  it('are not for strangers, nor for the seller', async () => {
    const { sellerOrderId } = await deliveredOrder(app, ada, otter, { variantId });
    const eve = await buyer(app);

    const stranger = await review(eve, sellerOrderId);
    const seller = await review({ userId: otter.userId, token: otter.token }, sellerOrderId);

    expect([stranger.status, seller.status, await countOf(sellerOrderId)]).toEqual([404, 404, 0]);
  });

  it.each([
    ['six stars', { ...STARS, overall: 6 }],
    ['half a star', { ...STARS, communication: 2.5 }],
    ['a dimension too few', { ...STARS, shippingSpeed: undefined }],
    ['an unknown field', { ...STARS, verified: true }],
  ])('refuse %s', async (_what, body) => {
    const { status } = await review(ada, toWire('sor', randomUUID()), body);

    expect(status).toBe(422);
  });

  it('are replied to once, by the seller', async () => {
    const { sellerOrderId } = await deliveredOrder(app, ada, otter, { variantId });
    const { body } = await review(ada, sellerOrderId);
    const other = await activeSeller(app);
    const reply = (token: string, text: string) => post(app, token, `/v1/reviews/${body.id}/reply`, { text });

    const foreign = await reply(other.token, 'Not mine.');
    const first = await reply(otter.apiKey, 'Thank you.');
    const second = await reply(otter.token, 'Thank you again.');

    expect([foreign.status, first.status, second.status]).toEqual([404, 201, 409]);
    expect((first.body as Review).reply?.text).toBe('Thank you.');
    const read = await app.http.get(`/v1/reviews/${body.id}`);
    expect((read.body as Review).reply?.text).toBe('Thank you.');
  });

  it(
    'add up to the rating of the seller, everywhere it is shown',
    async () => {
      const seller = await activeSeller(app);
      const listing = await activeListing(app, seller, { price: 5_000, stock: 20 });
      expect(await ratingOf(seller)).toMatchObject({ count: 0, mean: null, bayesianMean: null });
      for (const overall of [5, 2]) {
        const { sellerOrderId } = await deliveredOrder(app, ada, seller, { variantId: listing.variantId });
        await review(ada, sellerOrderId, { ...STARS, overall });
      }

      const rating = await ratingOf(seller);

      const m = rating.meanOfAll as number;
      expect(rating).toMatchObject({ count: 2, mean: 3.5, positive: 1, stars: [0, 1, 0, 0, 1] });
      expect(rating).toMatchObject({ dimensions: { itemAsDescribed: 5, communication: 3, shippingSpeed: 4 } });
      expect(rating.composite).toBe(4.25);
      expect(rating.bayesianMean).toBeCloseTo((10 * m + 7) / 12, 9);
      expect(rating.wilsonLowerBound).toBeCloseTo(0.094529, 5);
      const [summary] = await app.sql<{ bayesian_mean: number; wilson: number }>(
        'select bayesian_mean, wilson from seller_rating_summaries where seller_id = $1',
        [fromWire('sel', seller.sellerId)],
      );
      expect(summary?.bayesian_mean).toBeCloseTo(rating.bayesianMean as number, 9);
      expect(summary?.wilson).toBeCloseTo(rating.wilsonLowerBound as number, 9);
    },
    SLOW,
  );

  it('are taken over from elsewhere once, and are marked', async () => {
    const { sellerOrderId } = await shippedOrder(app, ada, otter, { variantId });
    const take = () => app.http.post('/v1/sandbox/reviews').send({ ...STARS, sellerOrderId, reference: 'file-1' });

    const first = await take();
    const second = await take();

    expect([first.status, second.status, await countOf(sellerOrderId)]).toEqual([201, 409, 1]);
    const read = await app.http.get(`/v1/reviews/${(first.body as { reviewId: string }).reviewId}`);
    expect((read.body as Review).isVerified).toBe(false);
  });

  it('of unknown sellers are not found', async () => {
    const unknown = toWire('sel', randomUUID());

    const answers = [
      await app.http.get(`/v1/sellers/${unknown}/rating`),
      await app.http.get(`/v1/sellers/${unknown}/reviews`),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404]);
  });

  it(
    'are too late 14 days after a private seller delivered, and in time before',
    async () => {
      const seller = await activeSeller(app, { kind: 'private' });
      const listing = await activeListing(app, seller, { price: 5_000, stock: 20 });
      const early = await deliveredOrder(app, ada, seller, { variantId: listing.variantId });
      const late = await deliveredOrder(app, ada, seller, { variantId: listing.variantId });

      await app.advance('P13D');
      const inTime = await review(ada, early.sellerOrderId);
      await app.advance('P1D');
      const tooLate = await review(ada, late.sellerOrderId);

      expect(inTime.status).toBe(201);
      expect([tooLate.status, tooLate.body.code]).toEqual([409, 'review_window_closed']);
      expect(await countOf(late.sellerOrderId)).toBe(0);
    },
    SLOW,
  );
});
