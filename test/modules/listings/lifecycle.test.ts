import { bearer, startApp, type TestApp } from '../../support/index.js';
import { activeListing, draftListing, listingOf, submitted } from '../../support/world.listings.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('the life of a listing', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let heron: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app);
    heron = await activeSeller(app);
  });
  afterAll(() => app.stop());

  const step = (seller: ActiveSeller, listingId: string, action: string) =>
    app.http.post(`/v1/listings/${listingId}/${action}`).set(bearer(seller.token));
  const publicly = (listingId: string) => app.http.get(`/v1/listings/${listingId}`);

  it('goes live when screening finds nothing', async () => {
    const draft = await draftListing(app, otter, { price: 4_200 });
    const before = await publicly(draft.id);

    const live = await submitted(app, otter, draft.id);

    expect(before.status).toBe(404);
    expect(live).toMatchObject({ state: 'active', reasons: [], revision: null });
    const page = await publicly(draft.id);
    expect(page.status).toBe(200);
    expect(page.body).toMatchObject({
      id: draft.id,
      title: draft.title,
      variants: [{ id: draft.variants[0]?.id, price: { amount: 4_200, currency: 'USD' } }],
      availability: [{ variantId: draft.variants[0]?.id, available: 0 }],
      seller: { rating: null },
    });
  });

  it('leaves the shelf while it is paused and for good when it is archived', async () => {
    const { listingId } = await activeListing(app, otter);

    const paused = await step(otter, listingId, 'pause');
    const whilePaused = await publicly(listingId);
    const resumed = await step(otter, listingId, 'resumption');
    const whenResumed = await publicly(listingId);
    const archived = await step(otter, listingId, 'archival');
    const afterwards = await publicly(listingId);

    expect([paused.body.state, resumed.body.state, archived.body.state]).toEqual(['paused', 'active', 'archived']);
    expect([whilePaused.status, whenResumed.status, afterwards.status]).toEqual([404, 200, 404]);
  });

  it.each(['submission', 'pause', 'resumption', 'archival'])(
    'refuses another seller the %s as unknown',
    async (action) => {
      const { listingId } = await activeListing(app, otter);

      const answer = await step(heron, listingId, action);

      expect(answer.status).toBe(404);
      expect(answer.body.code).toBe('not_found');
      expect(await listingOf(app, otter, listingId)).toMatchObject({ state: 'active' });
    },
  );

  it('refuses a step that its state does not allow', async () => {
    const draft = await draftListing(app, otter);

    const answer = await step(otter, draft.id, 'pause');

    expect(answer.status).toBe(409);
    expect(answer.body.code).toBe('illegal_transition');
    expect(await listingOf(app, otter, draft.id)).toEqual(draft);
  });
});
