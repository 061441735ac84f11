import { bearer, startApp, type TestApp } from '../../support/index.js';
import { staff, type Person } from '../../support/world.identity.js';
import {
  activeListing,
  brandNamed,
  categoryAt,
  draftListing,
  listingOf,
  stoppedListing,
  submitted,
  type ListingBody,
} from '../../support/world.listings.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('screening', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let moderator: Person;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app);
    moderator = await staff(app, 'moderator');
  });
  afterAll(() => app.stop());

  const publicly = (listingId: string) => app.http.get(`/v1/listings/${listingId}`);
  const edit = async (listingId: string, body: object): Promise<ListingBody> => {
    const { version } = await listingOf(app, otter, listingId);
    const request = app.http
      .patch(`/v1/listings/${listingId}`)
      .set(bearer(otter.token))
      .set('If-Match', `"v${version}"`);
    return (await request.send(body)).body as ListingBody;
  };
  /** The moderator decides the newest open case; then everything that follows is done. */
  const decide = async (listingId: string, decision: string): Promise<ListingBody> => {
    const open = await app.http.get('/v1/moderation/cases?state=open&limit=100').set(bearer(moderator.token));
    const found = (open.body as { data: { id: string; subjectId: string }[] }).data;
    const about = found.find(({ subjectId }) => subjectId === listingId);
    const restriction = { ground: 'incompatible', explanation: 'The title promises a copy of a brand.' };
    const answer = await app.http
      .post(`/v1/moderation/cases/${about?.id}/decision`)
      .set(bearer(moderator.token))
      .send({ decision, ...(decision === 'approve' ? {} : restriction) });
    if (answer.status !== 200) throw new Error(`Not decided: ${answer.text}`);
    await app.drain();
    return listingOf(app, otter, listingId);
  };
  const REPLICA = 'Handbag, 1:1 replica, mirror quality';

  describe('of a new listing', () => {
    it('keeps a copy of a brand from the public, with the reasons', async () => {
      const listing = await stoppedListing(app, otter);

      expect(listing.state).toBe('pending_review');
      expect(listing.reasons.map(({ code }) => code)).toContain('explicit_words');
      expect((await publicly(listing.id)).status).toBe(404);
    });

    it('publishes what the moderator approves', async () => {
      const { id } = await stoppedListing(app, otter);

      const decided = await decide(id, 'approve');

      expect(decided).toMatchObject({ state: 'active', reasons: [], statementId: null });
      expect((await publicly(id)).status).toBe(200);
    });

    it('returns what the moderator wants changed, and screens it again', async () => {
      const { id } = await stoppedListing(app, otter);

      const returned = await decide(id, 'require_changes');
      await edit(id, { title: 'Handbag of our own make', description: 'Sewn in Porto from cork.' });
      const again = await submitted(app, otter, id);

      expect(returned.state).toBe('draft');
      expect(returned.reasons.at(-1)?.code).toBe('moderator_requires_changes');
      expect(returned.statementId).toMatch(/^sta_/);
      expect(again).toMatchObject({ state: 'active', reasons: [], title: 'Handbag of our own make' });
    });

    it('ends what the moderator removes', async () => {
      const { id } = await stoppedListing(app, otter);

      const removed = await decide(id, 'remove');

      expect(removed).toMatchObject({ state: 'removed' });
      expect(removed.statementId).toMatch(/^sta_/);
      expect(removed.allowedActions.filter(({ allowed }) => allowed)).toEqual([{ action: 'archive', allowed: true }]);
      expect((await publicly(id)).status).toBe(404);
    });
  });

  describe('of an edit of a live listing', () => {
    it('lets a harmless one replace the content', async () => {
      const { listingId, variantId } = await activeListing(app, otter, { price: 9_000 });

      const proposed = await edit(listingId, { title: 'Kettle, second edition' });
      const meanwhile = (await publicly(listingId)).body as ListingBody;
      await app.drain();

      expect(proposed).toMatchObject({ state: 'active', revision: { number: 1, state: 'pending' } });
      expect(meanwhile.title).not.toBe('Kettle, second edition');
      const afterwards = (await publicly(listingId)).body as ListingBody;
      expect(afterwards.title).toBe('Kettle, second edition');
      expect(afterwards.variants).toMatchObject([{ id: variantId, price: { amount: 9_000, currency: 'USD' } }]);
      expect((await listingOf(app, otter, listingId)).revision).toMatchObject({ number: 1, state: 'approved' });
    });

    it('moves the listing to another category and price', async () => {
      const { listingId, sku } = await activeListing(app, otter, { price: 9_000 });
      const browsed = async (path: string) => {
        const query = `categoryId=${categoryAt(path)}&sellerId=${otter.sellerId}&currency=USD&maxPrice=4321`;
        const { data } = (await app.http.get(`/v1/listings?${query}`)).body as { data: { id: string }[] };
        return data.map(({ id }) => id);
      };

      await edit(listingId, {
        categoryId: categoryAt('home/kitchen'),
        variants: [{ sku, price: { amount: 4_321, currency: 'USD' } }],
      });
      await app.drain();

      expect(await browsed('home')).toEqual([listingId]);
      expect(await browsed('home/kitchen')).toEqual([listingId]);
      expect(await browsed('other')).toEqual([]);
    });

    it('keeps the old content while a moderator looks, and takes the new one when it is approved', async () => {
      const { listingId } = await activeListing(app, otter);
      const before = (await publicly(listingId)).body as ListingBody;

      await edit(listingId, { title: REPLICA });
      await app.drain();
      const held = await listingOf(app, otter, listingId);
      const meanwhile = (await publicly(listingId)).body as ListingBody;
      const decided = await decide(listingId, 'approve');

      expect(held.revision).toMatchObject({ state: 'pending' });
      expect(held.revision?.reasons.map(({ code }) => code)).toContain('explicit_words');
      expect(meanwhile.title).toBe(before.title);
      expect(decided).toMatchObject({ state: 'active', title: REPLICA, revision: { state: 'approved' } });
      expect(((await publicly(listingId)).body as ListingBody).title).toBe(REPLICA);
    });

    it('returns an edit that must change, and leaves the listing as it is', async () => {
      const { listingId } = await activeListing(app, otter);
      await edit(listingId, { title: REPLICA });
      await app.drain();

      const decided = await decide(listingId, 'require_changes');

      expect(decided).toMatchObject({ state: 'active', revision: { state: 'requires_action' } });
      expect(decided.title).not.toBe(REPLICA);
      expect((await publicly(listingId)).status).toBe(200);
    });

    it('gives way to a newer edit', async () => {
      const { listingId } = await activeListing(app, otter);
      await edit(listingId, { title: REPLICA });
      await app.drain();

      const newer = await edit(listingId, { title: 'Lantern without a story' });
      await app.drain();

      expect(newer.revision).toMatchObject({ number: 2, state: 'pending' });
      expect(await listingOf(app, otter, listingId)).toMatchObject({ title: 'Lantern without a story' });
      const states = await app.sql('select state from listing_revisions order by created_at desc, number desc limit 2');
      expect(states).toEqual([{ state: 'approved' }, { state: 'cancelled' }]);
    });
  });

  it('asks for an authorisation of a gated brand, until the seller has it', async () => {
    const sale = { brandId: brandNamed('Rolex'), title: 'Rolex wristwatch, 1:1 replica' };
    const authorise = () =>
      app.http
        .post(`/v1/brands/${brandNamed('Rolex')}/authorisations`)
        .set(bearer(moderator.token))
        .send({ sellerId: otter.sellerId, evidence: 'Invoice 7 of the maker' });

    const before = await draftListing(app, otter, { fields: sale });
    const unauthorised = await submitted(app, otter, before.id);
    const granted = await authorise();
    const after = await draftListing(app, otter, { fields: sale });
    const authorised = await submitted(app, otter, after.id);

    expect(unauthorised.state).toBe('pending_review');
    expect(unauthorised.reasons.map(({ code }) => code)).toContain('brand_without_authorisation');
    expect(granted.status).toBe(201);
    expect(authorised.reasons.map(({ code }) => code)).not.toContain('brand_without_authorisation');
  });

  it('compares the price with the median of the same model', async () => {
    const model = (amount: number) => ({ price: amount, fields: { model: 'Aero 9', brandId: brandNamed('Sony') } });
    for (let i = 0; i < 8; i += 1) await activeListing(app, otter, model(100_000 + i * 1_000));

    const cheap = await draftListing(app, otter, model(20_000));
    await submitted(app, otter, cheap.id);

    const screenings = await app.sql(
      `select (signals->>'comparables')::int as comparables, round((signals->>'priceRatio')::numeric, 4)::text as ratio
         from moderation_screenings order by screened_at desc, id desc limit 1`,
    );
    expect(screenings).toEqual([{ comparables: 8, ratio: '0.1932' }]);
  });
});
