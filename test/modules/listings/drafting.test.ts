import { fromWire } from '../../../src/kernel/index.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { buyer } from '../../support/world.identity.js';
import {
  activeListing,
  categoryAt,
  draftListing,
  listingOf,
  listingRequest,
  stoppedListing,
} from '../../support/world.listings.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

const usd = (amount: number) => ({ amount, currency: 'USD' });

describe('drafting and editing', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let heron: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app);
    heron = await activeSeller(app);
  });
  afterAll(() => app.stop());

  const draft = (body: object, token: string = otter.token) =>
    app.http.post(`/v1/sellers/${otter.sellerId}/listings`).set(bearer(token)).send(body);
  const edit = (listing: { id: string; version: number }, body: object, token: string = otter.token) =>
    app.http.patch(`/v1/listings/${listing.id}`).set(bearer(token)).set('If-Match', `"v${listing.version}"`).send(body);
  const countOf = async () =>
    (await app.sql<{ count: number }>('select count(*)::int as count from listings'))[0]?.count;
  const variant = (fields: object = {}) => ({ sku: `own-${Math.random()}`, price: usd(1_000), ...fields });

  it('keeps everything that the seller wrote', async () => {
    const body = listingRequest({
      fields: {
        categoryId: categoryAt('electronics/phones'),
        attributes: { storageGb: 128, colour: 'blue', isUnlocked: true },
        model: 'Nova 3',
        condition: 'used_good',
        media: [{ url: 'https://pictures.example.com/nova.jpg', alt: 'The back' }],
        variants: [
          variant({
            sku: 'nova-1',
            options: { Colour: 'blue' },
            price: usd(20_000),
            shippingFee: usd(900),
            minimumOrderQuantity: 2,
            tiers: [
              { minQuantity: 5, unitPrice: usd(19_000) },
              { minQuantity: 10, unitPrice: usd(18_000) },
            ],
          }),
        ],
      },
    });

    const answer = await draft(body, otter.apiKey);

    expect(answer.status).toBe(201);
    expect(answer.headers.etag).toBe('"v1"');
    expect(answer.body).toMatchObject({
      ...body,
      sellerId: otter.sellerId,
      state: 'draft',
      currency: 'USD',
      brandId: null,
      revision: null,
      publishedAt: null,
    });
  });

  it.each([
    ['an unknown attribute', { attributes: { horns: 2 } }, '/attributes/horns', 'additional_properties'],
    ['a missing attribute', { categoryId: categoryAt('electronics/phones') }, '/attributes/storageGb', 'required'],
    [
      'a wrong attribute',
      { categoryId: categoryAt('electronics/phones'), attributes: { storageGb: 'much' } },
      '/attributes/storageGb',
      'type',
    ],
    ['an unknown category', { categoryId: 'cat_01h00000000000000000000000' }, '/categoryId', 'unknown_category'],
    ['an unknown brand', { brandId: 'brd_01h00000000000000000000000' }, '/brandId', 'unknown_brand'],
    [
      'another currency',
      { variants: [variant({ price: { amount: 5, currency: 'EUR' } })] },
      '/variants/0/price/currency',
      'currency',
    ],
    ['a price of nothing', { variants: [variant({ price: usd(0) })] }, '/variants/0/price/amount', 'min'],
    [
      'a dearer tier',
      { variants: [variant({ tiers: [{ minQuantity: 2, unitPrice: usd(1_001) }] })] },
      '/variants/0/tiers/0/unitPrice/amount',
      'descending',
    ],
    [
      'a tier below the minimum',
      { variants: [variant({ minimumOrderQuantity: 3, tiers: [{ minQuantity: 3, unitPrice: usd(900) }] })] },
      '/variants/0/tiers/0/minQuantity',
      'ascending',
    ],
    [
      'a SKU twice',
      { variants: [variant({ sku: 'twin', options: { Size: 'S' } }), variant({ sku: 'twin' })] },
      '/variants/1/sku',
      'repeated',
    ],
    [
      'the same options twice',
      { variants: [variant({ options: { Size: 'S' } }), variant({ options: { Size: 'S' } })] },
      '/variants/1/options',
      'repeated',
    ],
    ['a picture in a private network', { media: [{ url: 'https://192.168.0.7/a.jpg' }] }, '/media/0/url', 'media_url'],
    ['a picture without https', { media: [{ url: 'http://example.com/a.jpg' }] }, '/media/0/url', 'media_url'],
  ])('refuses %s', async (_name, fields, pointer, code) => {
    const before = await countOf();

    const answer = await draft(listingRequest({ fields }));

    expect(answer.status).toBe(422);
    expect(answer.body.errors).toMatchObject([{ pointer, code }]);
    expect(await countOf()).toBe(before);
  });

  it.each(['\\u0000', '\\ud800'])('refuses %s, which is no text', async (escape) => {
    const before = await countOf();
    const body = JSON.stringify(listingRequest()).replace('Plain', `Plain ${escape}`);

    const answer = await app.http
      .post(`/v1/sellers/${otter.sellerId}/listings`)
      .set(bearer(otter.token))
      .set('Content-Type', 'application/json')
      .send(body);

    expect(answer.status).toBe(400);
    expect(await countOf()).toBe(before);
  });

  it('takes null for what is left out', async () => {
    const nothing = { options: null, tiers: null, minimumOrderQuantity: null, shippingFee: null, id: null };
    const fields = { attributes: null, brandId: null, model: null, media: null, variants: [variant(nothing)] };

    const drafted = await draft(listingRequest({ fields }));
    const edited = await edit(drafted.body as { id: string; version: number }, {
      title: null,
      description: null,
      categoryId: null,
      condition: null,
      ...fields,
      variants: null,
    });

    expect([drafted.status, edited.status]).toEqual([201, 200]);
    expect(edited.body).toMatchObject({ title: drafted.body.title, variants: drafted.body.variants, attributes: {} });
  });

  it('refuses a SKU that another listing of the seller has', async () => {
    const taken = await draftListing(app, otter);
    const before = await countOf();

    const answer = await draft(listingRequest({ fields: { variants: [variant({ sku: taken.variants[0]?.sku })] } }));

    expect([answer.status, answer.body.code]).toEqual([409, 'sku_taken']);
    expect(await countOf()).toBe(before);
  });

  it('is for the members and keys of the seller alone', async () => {
    const stranger = await buyer(app);
    const before = await countOf();

    const answers = [
      await app.http.post(`/v1/sellers/${otter.sellerId}/listings`).send(listingRequest()),
      await draft(listingRequest(), stranger.token),
      await draft(listingRequest(), heron.token),
      await draft(listingRequest(), heron.apiKey),
    ];

    expect(answers.map(({ status }) => status)).toEqual([401, 403, 404, 404]);
    expect(await countOf()).toBe(before);
  });

  it('edits a draft at once and keeps the variants that stay', async () => {
    const listing = await draftListing(app, otter);
    const [first] = listing.variants;

    const answer = await edit(listing, {
      title: 'Another title',
      variants: [
        variant({ id: first?.id, sku: 'renamed', price: usd(7) }),
        variant({ sku: 'second', options: { Size: 'S' } }),
      ],
    });

    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ state: 'draft', version: 2, title: 'Another title', revision: null });
    expect(answer.body.variants).toMatchObject([{ id: first?.id, sku: 'renamed', price: usd(7) }, { sku: 'second' }]);
  });

  it('retires a variant once', async () => {
    const listing = await draftListing(app, otter);
    const [first] = listing.variants;
    const retired = () =>
      app.sql('select id, retired_at from listing_variants where id = $1', [fromWire('var', first!.id)]);
    const { body: edited } = await edit(listing, { variants: [variant()] });
    const before = await retired();
    await app.advance('PT1H');

    const answer = await edit(edited, { title: 'Another title' });

    expect(answer.status).toBe(200);
    expect(before).toMatchObject([{ retired_at: expect.any(Date) }]);
    expect(await retired()).toEqual(before);
  });

  it('needs the version that was read, and refuses an older one', async () => {
    const listing = await draftListing(app, otter);
    const accepted = await edit(listing, { title: 'The first edit' });

    const without = await app.http.patch(`/v1/listings/${listing.id}`).set(bearer(otter.token)).send({ title: 'Lost' });
    const stale = await edit(listing, { title: 'The second edit' });

    expect([without.status, stale.status]).toEqual([428, 412]);
    expect(await listingOf(app, otter, listing.id)).toEqual(accepted.body);
  });

  it('waits while a moderator decides', async () => {
    const listing = await stoppedListing(app, otter);

    const answer = await edit(listing, { title: 'Something else' });

    expect([answer.status, answer.body.code]).toEqual([409, 'listing_under_review']);
    expect(await listingOf(app, otter, listing.id)).toEqual(listing);
  });

  it('hides listings and edits from other sellers', async () => {
    const listing = await draftListing(app, otter);

    const answers = [
      await edit(listing, { title: 'Mine now' }, heron.token),
      await app.http.get(`/v1/sellers/${otter.sellerId}/listings`).set(bearer(heron.token)),
      await app.http.get(`/v1/sellers/${heron.sellerId}/listings/${listing.id}`).set(bearer(heron.token)),
    ];

    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    expect(await listingOf(app, otter, listing.id)).toEqual(listing);
  });

  it("lists the seller's listings, newest first, in pages", async () => {
    const wren = await activeSeller(app);
    const oldest = await draftListing(app, wren);
    const middle = await activeListing(app, wren);
    const newest = await draftListing(app, wren);
    const list = async (query: string) =>
      (await app.http.get(`/v1/sellers/${wren.sellerId}/listings${query}`).set(bearer(wren.apiKey))).body as {
        data: { id: string }[];
        page: { nextCursor: string | null };
      };

    const first = await list('?limit=2');
    const second = await list(`?limit=2&cursor=${first.page.nextCursor}`);
    const drafts = await list('?state=draft');

    expect(first.data.map(({ id }) => id)).toEqual([newest.id, middle.listingId]);
    expect(second.data.map(({ id }) => id)).toEqual([oldest.id]);
    expect(drafts.data.map(({ id }) => id)).toEqual([newest.id, oldest.id]);
  });
});
