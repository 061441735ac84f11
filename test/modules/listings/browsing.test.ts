import { bearer, startApp, type TestApp } from '../../support/index.js';
import { staff } from '../../support/world.identity.js';
import { activeListing, brandNamed, categoryAt, type MadeListing } from '../../support/world.listings.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

interface Page {
  readonly data: { id: string; title: string; price: { amount: number }; inStock: boolean; seller: object }[];
  readonly page: { hasMore: boolean; nextCursor: string | null };
}

describe('browsing', () => {
  let app: TestApp;
  let otter: ActiveSeller;
  let heron: ActiveSeller;
  let kettle: MadeListing;
  let phone: MadeListing;
  let earbuds: MadeListing;
  let lamp: MadeListing;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app, { displayName: 'Otter & Sons', country: 'PT', kind: 'business' });
    heron = await activeSeller(app, { displayName: 'Heron', currency: 'EUR' });
    kettle = await activeListing(app, otter, { price: 3_000, stock: 2, fields: { condition: 'used_good' } });
    phone = await activeListing(app, otter, {
      price: 50_000,
      stock: 1,
      fields: {
        categoryId: categoryAt('electronics/phones'),
        attributes: { storageGb: 64 },
        brandId: brandNamed('Sony'),
      },
    });
    earbuds = await activeListing(app, otter, {
      price: 9_000,
      fields: { categoryId: categoryAt('electronics/audio/headphones') },
    });
    lamp = await activeListing(app, heron, { price: 4_000, currency: 'EUR', stock: 5 });
  });
  afterAll(() => app.stop());

  const browse = async (query = ''): Promise<Page> => {
    const answer = await app.http.get(`/v1/listings${query}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as Page;
  };
  const ids = async (query: string) => (await browse(query)).data.map(({ id }) => id);

  it('shows cards with price, stock and seller, newest first', async () => {
    const { data } = await browse();

    expect(data.map(({ id }) => id)).toEqual([lamp, earbuds, phone, kettle].map(({ listingId }) => listingId));
    expect(data[2]).toEqual({
      id: phone.listingId,
      sellerId: otter.sellerId,
      title: expect.stringMatching(/^Plain /) as string,
      categoryId: categoryAt('electronics/phones'),
      brandId: brandNamed('Sony'),
      condition: 'new',
      image: null,
      price: { amount: 50_000, currency: 'USD' },
      shippingFee: { amount: 0, currency: 'USD' },
      variantCount: 1,
      publishedAt: expect.stringMatching(/Z$/) as string,
      inStock: true,
      seller: { name: 'Otter & Sons', kind: 'business', country: 'PT', rating: null },
    });
  });

  it.each([
    ['a category with all below it', () => `?categoryId=${categoryAt('electronics')}`, () => [earbuds, phone]],
    ['a category in the middle', () => `?categoryId=${categoryAt('electronics/audio')}`, () => [earbuds]],
    ['a brand', () => `?brandId=${brandNamed('Sony')}`, () => [phone]],
    ['a condition', () => '?condition=used_good', () => [kettle]],
    ['a seller', () => `?sellerId=${heron.sellerId}`, () => [lamp]],
    ['a currency', () => '?currency=EUR', () => [lamp]],
    ['a range of prices', () => '?currency=USD&minPrice=3000&maxPrice=9000', () => [earbuds, kettle]],
    ['what is in stock', () => '?inStock=true&currency=USD', () => [phone, kettle]],
    ['what is not', () => '?inStock=false', () => [earbuds]],
    [
      'everything together',
      () => `?categoryId=${categoryAt('electronics')}&inStock=true&currency=USD&maxPrice=60000`,
      () => [phone],
    ],
  ])('narrows to %s', async (_name, query, expected) => {
    expect(await ids(query())).toEqual(expected().map(({ listingId }) => listingId));
  });

  it.each([
    ['price', '&currency=USD', () => [kettle, earbuds, phone]],
    ['-price', '&currency=USD', () => [phone, earbuds, kettle]],
    ['-publishedAt', '', () => [lamp, earbuds, phone, kettle]],
    ['price', `&currency=USD&categoryId=${categoryAt('electronics')}`, () => [earbuds, phone]],
  ])('sorts by %s%s, page by page', async (sort, filter, expected) => {
    const seen: string[] = [];
    for (let cursor = ''; ;) {
      const { data, page } = await browse(`?limit=1&sort=${sort}${filter}${cursor}`);
      seen.push(...data.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }

    expect(seen).toEqual(expected().map(({ listingId }) => listingId));
  });

  it('sorts by the rating of the seller with every page following the one before', async () => {
    const whole = await ids('?sort=-rating');
    const first = await browse('?sort=-rating&limit=2');
    const second = await ids(`?sort=-rating&limit=2&cursor=${first.page.nextCursor}`);

    expect(new Set(whole)).toEqual(new Set([lamp, earbuds, phone, kettle].map(({ listingId }) => listingId)));
    expect([...first.data.map(({ id }) => id), ...second]).toEqual(whole);
  });

  it('compares prices within one currency only', async () => {
    const answers = [await app.http.get('/v1/listings?sort=price'), await app.http.get('/v1/listings?maxPrice=7')];

    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [422, 'sort_needs_currency'],
      [422, 'sort_needs_currency'],
    ]);
  });

  it('refuses a cursor of another list', async () => {
    const { page } = await browse('?limit=1');

    const answer = await app.http.get(`/v1/listings?limit=1&currency=USD&cursor=${page.nextCursor}`);

    expect([answer.status, answer.body.code]).toEqual([400, 'cursor_invalid']);
  });

  it('lets anybody keep an answer, and sends it again only when it changed', async () => {
    const first = await app.http.get(`/v1/listings/${kettle.listingId}`);

    const again = await app.http
      .get(`/v1/listings/${kettle.listingId}`)
      .set('If-None-Match', String(first.headers.etag));

    expect(first.headers['cache-control']).toMatch(/^public, max-age=/);
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(again.status).toBe(304);
  });

  it('reads with one statement', async () => {
    const detail = await app.countStatements(() => app.http.get(`/v1/listings/${phone.listingId}`));
    const list = await app.countStatements(() => browse(`?categoryId=${categoryAt('electronics')}`));
    const search = await app.countStatements(() => app.http.get('/v1/listings/search?q=plain'));

    expect([detail, list, search].map((statements) => statements.length)).toEqual([1, 1, 1]);
  });

  it('hides everything of a suspended seller until it is back', async () => {
    const admin = await staff(app, 'admin');
    const standing = (path: string) =>
      app.http
        .post(`/v1/sellers/${heron.sellerId}/${path}`)
        .set(bearer(admin.token))
        .send({ reason: 'A long enough reason' });

    const suspended = await standing('suspension');
    const hidden = [await ids(''), await ids(`?sellerId=${heron.sellerId}`)];
    const page = await app.http.get(`/v1/listings/${lamp.listingId}`);
    const reinstated = await standing('reinstatement');

    expect([suspended.status, reinstated.status]).toEqual([200, 200]);
    expect(hidden).toEqual([[earbuds, phone, kettle].map(({ listingId }) => listingId), []]);
    expect(page.status).toBe(404);
    expect(await ids(`?sellerId=${heron.sellerId}`)).toEqual([lamp.listingId]);
  });
});
