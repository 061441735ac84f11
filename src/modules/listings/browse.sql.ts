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

/** A sum over one index entry per variant; as `exists` the planner would read the whole stock for it. */
export const inStockOf = (row: string): string =>
  `(select coalesce(sum(a.available), 0) > 0 from available_stock a where a.listing_id = ${row}.listing_id)`;

/** The rating `r` of the seller of each row `s`. */
export const RATING_OF_S = 'left join seller_rating_summaries r on r.seller_id = s.seller_id';

/** Each condition is fixed text around one parameter; `o` names the row that carries price and currency. */
const CONDITIONS: Readonly<Record<FilterName, (parameter: string, o: string) => string>> = {
  categoryId: (p) => `e.category_id = ${p}::uuid`,
  brandId: (p) => `p.brand_id = ${p}::uuid`,
  sellerId: (p) => `p.seller_id = ${p}::uuid`,
  condition: (p) => `p.condition = ${p}`,
  currency: (p, o) => `${o}.currency = ${p}`,
  minPrice: (p, o) => `${o}.price_amount >= ${p}::bigint`,
  maxPrice: (p, o) => `${o}.price_amount <= ${p}::bigint`,
  inStock: (p) => `${inStockOf('p')} = ${p}::boolean`,
};

/** A value that the order compares: its column on the page, where it comes from, its type. */
interface SortValue {
  readonly column: string;
  readonly expression: string;
  readonly type: string;
}

/** What the order compares; the last value is the identifier, so that no two items are equal. */
function valuesOf(sort: Sort, o: string): SortValue[] {
  const id = { column: 'listing_id', expression: `${o}.listing_id`, type: 'uuid' };
  const newest = { column: 'published_at', expression: `${o}.published_at`, type: 'timestamptz' };
  const price = { column: 'price_amount', expression: `${o}.price_amount`, type: 'bigint' };
  const mean = { column: 'mean', expression: 't.mean', type: 'float8' };
  const seller = { column: 'seller_id', expression: 't.seller_id', type: 'uuid' };
  if (sort === '-rating') return [mean, seller, newest, id];
  return [sort === '-publishedAt' ? newest : price, id];
}

const directionOf = (sort: Sort): 'asc' | 'desc' => (sort === 'price' ? 'asc' : 'desc');

const inOrder = (expressions: readonly string[], sort: Sort): string =>
  expressions.map((expression) => `${expression} ${directionOf(sort)}`).join(', ');

interface Plan {
  readonly values: readonly SortValue[];
  /** The parameters that hold the values to continue after. */
  readonly after: readonly string[];
  readonly listings: string;
  readonly conditions: readonly string[];
}

function planOf({ filters, sort, isContinued }: BrowseShape): Plan {
  const isInCategory = filters.includes('categoryId');
  // The entries of a category carry the sort values too, so that one index gives a subtree in order.
  const o = isInCategory && sort !== '-rating' ? 'e' : 'p';
  const values = valuesOf(sort, o);
  const after = values.map(({ type }, i) => `$${filters.length + i + 2}::${type}`);
  const expressions = values.map(({ expression }) => expression).join(', ');
  const beyond = `(${expressions}) ${directionOf(sort) === 'desc' ? '<' : '>'} (${after.join(', ')})`;
  const entries = isInCategory
    ? 'listing_category_entries e join published_listings p on p.listing_id = e.listing_id'
    : '';
  return {
    values,
    after,
    listings: entries === '' ? 'published_listings p' : entries,
    conditions: [...filters.map((name, i) => CONDITIONS[name](`$${i + 2}`, o)), ...(isContinued ? [beyond] : [])],
  };
}

const allOf = (conditions: readonly string[]): string => (conditions.length === 0 ? 'true' : conditions.join(' and '));

/**
 * The visible seller `t` of each listing `p`, looked up listing by listing: joined as a table, the planner may begin with the
 * sellers and read all that they have when it does not know how many there are.
 */
export const SELLER_OF_P = 'cross join lateral (select * from public_sellers where seller_id = p.seller_id offset 0) t';

/** The page straight out of the index that has the order. */
function byListing({ values, listings, conditions }: Plan, sort: Sort): string {
  const expressions = values.map(({ expression }) => expression);
  return `
    select p.card, t.seller_id, t.name, t.kind, t.country, ${expressions.join(', ')}
      from ${listings} ${SELLER_OF_P}
     where ${allOf(conditions)}
     order by ${inOrder(expressions, sort)} limit $1`;
}

/** The page seller by seller, the best rated first, until it is full; sellers without a rating come last. */
function bySeller({ values, after, listings, conditions }: Plan, isContinued: boolean): string {
  const expressions = values.map(({ expression }) => expression);
  const sellers = `
    select s.*, coalesce(r.bayesian_mean, 0)::float8 as mean
      from public_sellers s left join seller_rating_summaries r on r.seller_id = s.seller_id
     order by mean desc, s.seller_id desc offset 0`;
  return `
    select p.card, t.seller_id, t.name, t.kind, t.country, t.mean, p.published_at, p.listing_id
      from (${sellers}) t cross join lateral (
             select p.card, p.published_at, p.listing_id from ${listings}
              where ${allOf(['p.seller_id = t.seller_id', ...conditions])}
              order by p.published_at desc, p.listing_id desc limit $1) p
     where ${isContinued ? `(t.mean, t.seller_id) <= (${after.slice(0, 2).join(', ')})` : 'true'}
     order by ${inOrder(expressions, '-rating')} limit $1`;
}

/** Parameters: the limit, then the filters in the order of the shape, then the sort values to continue after. */
export function browseText(shape: BrowseShape): string {
  const { sort, isContinued } = shape;
  const plan = planOf(shape);
  const columns = plan.values.map(({ column }) => `s.${column}`);
  return `
    with page as materialized (${sort === '-rating' ? bySeller(plan, isContinued) : byListing(plan, sort)})
    select s.card, json_build_array(${columns.join(', ')}) as position, ${SELLER_COLUMNS}, ${inStockOf('s')} as "inStock"
      from page s ${RATING_OF_S}
     order by ${inOrder(columns, sort)}`;
}
