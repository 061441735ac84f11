import { DataSource } from 'typeorm';
import { TitlePhrases1700000420001 } from '../../../migrations/1700000420001-title-phrases.js';
import { fromWire } from '../../../src/kernel/index.js';
import { startApp, type TestApp } from '../../support/index.js';
import { activeListing, brandNamed, categoryAt } from '../../support/world.listings.js';
import { activeSeller, type ActiveSeller } from '../../support/world.sellers.js';

describe('searching', () => {
  let app: TestApp;
  let otter: ActiveSeller;

  beforeAll(async () => {
    app = await startApp();
    otter = await activeSeller(app);
    const listings: [title: string, description: string, fields?: object][] = [
      ['Wireless headphones', 'Over the ear, with a long battery.'],
      ['Battery for wireless mice', 'Fits most mice. Not for headphones.'],
      ['复古台灯', '适合卧室的暖光灯具，黄铜底座。'],
      ['真皮手提包', '意大利牛皮，手工缝制。'],
      ['Crème brûlée torch', 'Burns sugar.'],
      [
        'Camera body',
        'Without lens.',
        { brandId: brandNamed('Nikon'), model: 'Z 50', categoryId: categoryAt('electronics/cameras') },
      ],
    ];
    for (const [title, description, fields] of listings) {
      await activeListing(app, otter, { fields: { title, description, ...fields } });
    }
  });
  afterAll(() => app.stop());

  const search = async (q: string, more = '') => {
    const answer = await app.http.get(`/v1/listings/search?q=${encodeURIComponent(q)}${more}`);
    if (answer.status !== 200) throw new Error(answer.text);
    return answer.body as { data: { title: string }[]; page: { nextCursor: string | null } };
  };
  const titles = async (q: string) => (await search(q)).data.map(({ title }) => title);

  it.each([
    ['words in any order and case', 'HEADPHONES wireless', ['Wireless headphones', 'Battery for wireless mice']],
    ['a singular for a plural', 'headphone ear', ['Wireless headphones']],
    ['a word without its accents', 'creme brulee', ['Crème brûlée torch']],
    ['full-width letters', 'ｔｏｒｃｈ', ['Crème brûlée torch']],
    ['a Chinese word', '台灯', ['复古台灯']],
    ['part of a Chinese title that is no word', '皮手提', ['真皮手提包']],
    ['one Chinese character', '灯', ['复古台灯']],
    ['a Chinese word of the description', '卧室', ['复古台灯']],
    ['the Chinese name of a brand', '尼康', ['Camera body']],
    ['a model however it is cut', 'nikon z50', []],
    ['a model', 'nikon z 50', ['Camera body']],
    ['the category in Chinese', '相机', ['Camera body']],
    ['nothing where one word is missing', 'wireless lamp', []],
    ['quotes and operators as plain text', `'torch' & | !:*`, ['Crème brûlée torch']],
  ])('finds %s', async (_name, query, expected) => {
    expect(await titles(query)).toEqual(expected);
  });

  it('ranks the title above the description', async () => {
    expect(await titles('battery')).toEqual(['Battery for wireless mice', 'Wireless headphones']);
  });

  it('continues where the page before ended', async () => {
    const first = await search('wireless', '&limit=1');
    const second = await search('wireless', `&limit=1&cursor=${first.page.nextCursor}`);

    expect([...first.data, ...second.data].map(({ title }) => title)).toEqual(await titles('wireless'));
    expect(second.page.nextCursor).toBeNull();
  });

  it('refuses a query without a word', async () => {
    const answer = await app.http.get(`/v1/listings/search?q=${encodeURIComponent('?! -')}`);

    expect([answer.status, answer.body.code]).toEqual([422, 'search_without_words']);
  });

  /** As many listings like this one as no query looks at. */
  const manyLike = (listingId: string) =>
    app.sql(
      `with more as (
         insert into listings select (jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid()))).*
           from listings l, generate_series(1, 250) where l.id = $1 returning id)
       insert into published_listings
       select (jsonb_populate_record(p, jsonb_build_object('listing_id', more.id))).*
         from published_listings p, more where p.listing_id = $1`,
      [fromWire('lst', listingId)],
    );

  it.each([
    ['says it', 'Oak cradle', 'Oak cradle', 'A cradle of oak.', 'Bench'],
    ['is about the word', 'kayak', 'Red kayak', 'Fits every kayak.', 'Car rack'],
    ['says it in Chinese', '青瓷花瓶', '青瓷花瓶', '花瓶，青瓷风格。', '木制花架'],
  ])('puts a title that %s before hundreds of descriptions', async (_name, query, title, description, other) => {
    const { listingId } = await activeListing(app, otter, { fields: { title: other, description } });
    await manyLike(listingId);
    await activeListing(app, otter, { fields: { title, description: 'As new.' } });

    expect((await search(query, '&limit=1')).data).toMatchObject([{ title }]);
  });

  it('puts words that follow each other before the same words apart', async () => {
    await activeListing(app, otter, { fields: { title: 'Marble run' } });
    await activeListing(app, otter, { fields: { title: 'Run of marble tiles' } });

    expect(await titles('marble run')).toEqual(['Marble run', 'Run of marble tiles']);
    expect(await titles('run marble')).toHaveLength(2);
  });

  it('finds the last word of a long description behind a long title', async () => {
    const [title = '', description = ''] = [20, 340].map((count) =>
      Array.from({ length: count }, (_, i) => `${count}x${i}`).join(' '),
    );
    await activeListing(app, otter, { fields: { title, description: description.replaceAll('340x', 'y') } });

    expect(await titles('y0 y339')).toEqual([title]);
  });

  it('gives to listings of before the words of their titles', async () => {
    const title = "L'eau \\ oak 木桌 desk lamps 2×4";
    const { listingId } = await activeListing(app, otter, { fields: { title } });
    const words = async () => {
      const [row] = await app.sql<{ words: string[]; all: string[] }>(
        `select tsvector_to_array(title_tokens) as words, tsvector_to_array(tokens) as all
           from published_listings where listing_id = $1`,
        [fromWire('lst', listingId)],
      );
      return row!;
    };
    const runner = app.get(DataSource).createQueryRunner();
    const migration = new TitlePhrases1700000420001();

    const made = await words();
    await migration.down(runner);
    const before = await words();
    await migration.up(runner);
    await runner.release();

    expect(made.words).toEqual(expect.arrayContaining([" l'eau", ' lamp', 'desk lamp', 'lamp 2']));
    expect(before.all).toEqual(made.all.filter((token) => !token.includes(' ')));
    expect(await words()).toEqual(made);
  });

  it('finds the goods of sellers that can be seen behind any number of those that cannot', async () => {
    const hidden = await activeSeller(app);
    const { listingId } = await activeListing(app, hidden, { fields: { title: 'Brass sextant' } });
    await manyLike(listingId);
    await app.sql(`update sellers set state = 'suspended' where id = $1`, [fromWire('sel', hidden.sellerId)]);
    await activeListing(app, otter, { fields: { title: 'Brass sextant of an honest seller' } });

    expect(await titles('brass sextant')).toEqual(['Brass sextant of an honest seller']);
  });

  it('forgets a listing that is taken off the shelf', async () => {
    const { listingId } = await activeListing(app, otter, { fields: { title: 'Singular astrolabe' } });
    const before = await titles('astrolabe');

    await app.http.post(`/v1/listings/${listingId}/pause`).set({ Authorization: `Bearer ${otter.token}` });

    expect(before).toEqual(['Singular astrolabe']);
    expect(await titles('astrolabe')).toEqual([]);
  });
});
