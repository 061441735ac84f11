import { startApp, type TestApp } from '../../support/index.js';
import { activeListing } from '../../support/world.listings.js';
import { activeSeller } from '../../support/world.sellers.js';
import { browseText } from '../../../src/modules/listings/browse.sql.js';
import { searched } from '../../../src/modules/listings/browse.repository.js';

interface Plan {
  readonly 'Shared Hit Blocks': number;
  readonly 'Shared Read Blocks': number;
}

const LISTINGS = 6_000;
const SELLERS = 600;
const PAGE = 21;
let app: TestApp;

/** One listing as many, and its seller as many. Nobody has gathered statistics of it. */
beforeAll(async () => {
  app = await startApp();
  await activeListing(app, await activeSeller(app), { price: 3_000 });
  await app.sql(`
    do $$ declare fk record; begin
      for fk in select conname, conrelid::regclass as of from pg_constraint
                 where contype = 'f' and conrelid in ('published_listings'::regclass, 'sellers'::regclass) loop
        execute format('alter table %s drop constraint %I', fk.of, fk.conname);
      end loop;
    end $$`);
  await app.sql(
    `insert into sellers
     select (jsonb_populate_record(null::sellers, to_jsonb(s) || jsonb_build_object('id', gen_random_uuid()))).*
       from (select * from sellers limit 1) s, generate_series(1, $1::int)`,
    [SELLERS],
  );
  await app.sql(
    `with seller as (select id, row_number() over (order by id) as nth from sellers)
     insert into published_listings
     select (jsonb_populate_record(null::published_listings, to_jsonb(p) || jsonb_build_object('listing_id', gen_random_uuid(), 'seller_id', seller.id,
               'published_at', p.published_at - n * interval '1 minute', 'price_amount', 100 + n))).*
       from (select * from published_listings limit 1) p, generate_series(1, $1::int) n
       join seller on seller.nth = 1 + n % $2`,
    [LISTINGS, SELLERS],
  );
});
afterAll(() => app.stop());

/** Pages that a statement touches, of tables and of indexes. */
async function pagesOf(text: string, parameters: readonly unknown[]): Promise<number> {
  const [row] = await app.sql<{ 'QUERY PLAN': [{ Plan: Plan }] }>(`explain (analyze, buffers, format json) ${text}`, [
    ...parameters,
  ]);
  const plan = row?.['QUERY PLAN'][0].Plan;
  return (plan?.['Shared Hit Blocks'] ?? NaN) + (plan?.['Shared Read Blocks'] ?? NaN);
}

describe('what a list reads of many listings, of which the planner knows nothing', () => {
  it('has thousands of pages to choose from', async () => {
    const [row] = await app.sql<{ n: number; pages: number; known: number }>(
      `select (select count(*)::int from published_listings) as n,
              (pg_relation_size('published_listings') / 8192)::int as pages,
              (select count(*)::int from pg_stats where tablename in ('sellers', 'published_listings')) as known`,
    );

    expect(row?.n).toBe(LISTINGS + 1);
    expect(row?.pages).toBeGreaterThan(500);
    expect(row?.known).toBe(0);
  });

  it('is a page of the newest', async () => {
    const text = browseText({ filters: [], sort: '-publishedAt', isContinued: false });

    expect(await pagesOf(text, [PAGE])).toBeLessThan(PAGE * 30);
  });

  it('is a page of the best rated sellers, who are all looked at, but not what they sell', async () => {
    const text = browseText({ filters: [], sort: '-rating', isContinued: false });

    expect(await pagesOf(text, [PAGE])).toBeLessThan(PAGE * 30 + 2 * SELLERS);
  });

  it('is a page of prices in one currency', async () => {
    const text = browseText({ filters: ['currency'], sort: 'price', isContinued: false });

    expect(await pagesOf(text, [PAGE, 'USD'])).toBeLessThan(PAGE * 30);
  });

  it.each([
    ['whose title says it', (word: string) => `' ${word}'`],
    ['that only have the word', () => `' nothing'`],
  ])('is the first matches of a search, of those %s', async (_name, near) => {
    const [row] = await app.sql<{ words: string[] }>(
      `select tsvector_to_array(title_tokens) as words from published_listings limit 1`,
    );
    const word = row?.words.find((token) => !token.includes(' ')) ?? '';

    expect(await pagesOf(searched.text, [`'${word}'`, near(word), `'${word}'`, null, null, PAGE])).toBeLessThan(1_500);
  });
});
