import { SELLER_COLUMNS } from './public-listing.domain.js';

export const SORTS = ['-publishedAt', 'price', '-price', '-rating'] as const;
export type Sort = (typeof SORTS)[number];

export const FILTERS = [
  'categoryId',
  'brandId',
  'sellerId',
  'condition',
  'currency',
  'minPrice',
  'maxPrice',
  'inStock',
] as const;
export type FilterName = (typeof FILTERS)[number];

/** Which statement is wanted: the filters given, the order, and whether it continues after an item. */
export interface BrowseShape {
  readonly filters: readonly FilterName[];
  readonly sort: Sort;
  readonly isContinued: boolean;
}

const inStockOf = (row: string): string =>
  `exists (select from available_stock a where a.listing_id = ${row}.listing_id and a.available > 0)`;

/** Each condition is fixed text around one parameter; `o` names the row that carries the order. */
const CONDITIONS: Readonly<Record<FilterName, (parameter: string, o: string) => string>> = {
  categoryId: (p, o) => `${o}.category_id = ${p}::uuid`,
  brandId: (p) => `p.brand_id = ${p}::uuid`,
  sellerId: (p) => `p.seller_id = ${p}::uuid`,
  condition: (p) => `p.condition = ${p}`,
  currency: (p, o) => `${o}.currency = ${p}`,
  minPrice: (p, o) => `${o}.price_amount >= ${p}::bigint`,
  maxPrice: (p, o) => `${o}.price_amount <= ${p}::bigint`,
  inStock: (p) => `${inStockOf('p')} = ${p}::boolean`,
};

type SortValue = readonly [expression: string, type: string];

/** What the order compares, and which way; the last value is the identifier, so that no two items are equal. */
function orderOf(sort: Sort, o: string): { values: readonly SortValue[]; direction: 'asc' | 'desc' } {
  const newest: SortValue = [`${o}.published_at`, 'timestamptz'];
  const price: SortValue = [`${o}.price_amount`, 'bigint'];
  const listing: SortValue = [`${o}.listing_id`, 'uuid'];
  switch (sort) {
    case '-publishedAt':
      return { values: [newest, listing], direction: 'desc' };
    case '-rating':
      return { values: [['t.mean', 'float8'], ['t.seller_id', 'uuid'], newest, listing], direction: 'desc' };
    default:
      return { values: [price, listing], direction: sort === 'price' ? 'asc' : 'desc' };
  }
}

/** Sellers without a rating come last. */
const RATED_SELLERS = `(select s.*, coalesce(r.bayesian_mean, 0)::float8 as mean
  from public_sellers s left join seller_rating_summaries r on r.seller_id = s.seller_id)`;

function rows(isInCategory: boolean, sort: Sort): string {
  const sellers = sort === '-rating' ? RATED_SELLERS : 'public_sellers';
  const listings = isInCategory
    ? 'listing_category_entries e join published_listings p on p.listing_id = e.listing_id'
    : 'published_listings p';
  return `${listings} join ${sellers} t on t.seller_id = p.seller_id`;
}

/** Parameters: the limit, then the filters in the order of the shape, then the sort values to continue after. */
export function browseText({ filters, sort, isContinued }: BrowseShape): string {
  const isInCategory = filters.includes('categoryId');
  const o = isInCategory ? 'e' : 'p';
  const { values, direction } = orderOf(sort, o);
  const expressions = values.map(([expression]) => expression);
  const columns = values.map((_, i) => `k${i}`);
  const after = values.map(([, type], i) => `$${filters.length + i + 2}::${type}`);
  const conditions = [
    ...filters.map((name, i) => CONDITIONS[name](`$${i + 2}`, o)),
    ...(isContinued ? [`(${expressions.join(', ')}) ${direction === 'desc' ? '<' : '>'} (${after.join(', ')})`] : []),
  ];
  return `
    with page as materialized (
      select p.listing_id, p.card, t.seller_id, t.name, t.kind, t.country,
             ${expressions.map((expression, i) => `${expression} as k${i}`).join(', ')}
        from ${rows(isInCategory, sort)}
       where ${conditions.length === 0 ? 'true' : conditions.join(' and ')}
       order by ${expressions.map((expression) => `${expression} ${direction}`).join(', ')}
       limit $1)
    select s.card, json_build_array(${columns.join(', ')}) as position, ${SELLER_COLUMNS}, ${inStockOf('s')} as "inStock"
      from page s left join seller_rating_summaries r on r.seller_id = s.seller_id
     order by ${columns.map((column) => `${column} ${direction}`).join(', ')}`;
}
