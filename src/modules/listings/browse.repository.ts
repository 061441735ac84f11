import { Injectable } from '@nestjs/common';
import { Db, statement, type Statement } from '../../platform/database/index.js';
import {
  browseText,
  FILTERS,
  inStockOf,
  RATING_OF_S,
  SELLER_OF_P,
  SORTS,
  type BrowseShape,
  type FilterName,
  type Sort,
} from './browse.sql.js';
import type { SearchConditions } from './search-tokens.domain.js';
import { SELLER_COLUMNS, type LiveFacts } from './public-listing.domain.js';

/** Values of the filters; ids are UUIDs, prices minor units. */
export type BrowseFilter = Partial<Readonly<Record<FilterName, string | number | boolean>>>;

/** Sort values of an item, ending in its id. */
export type Position = readonly (string | number)[];

export interface CardRow extends LiveFacts {
  readonly card: string;
  readonly inStock: boolean;
  readonly position: Position;
}

type Browse = Statement<readonly unknown[], CardRow>;
const browses = new Map<string, Browse>();

/** One statement per combination of filters, order and start, so that each is planned for its own index. */
function browseStatement(shape: BrowseShape): Browse {
  const bits = FILTERS.map((name) => (shape.filters.includes(name) ? '1' : '0')).join('');
  const key = `${bits}_${SORTS.indexOf(shape.sort)}${shape.isContinued ? 'c' : ''}`;
  const known = browses.get(key);
  if (known) return known;
  const made: Browse = statement(`listings.browse_${key}`, browseText(shape));
  browses.set(key, made);
  return made;
}

interface HitRow extends CardRow {
  readonly rank: number;
  readonly id: string;
}

/** How many matches are ranked; a query with more of them is answered from the first so many. */
const CANDIDATES = 200;

export const searched = statement<
  [match: string, rank: string, afterRank: number | null, afterId: string | null, limit: number],
  HitRow
>(
  'listings.search',
  `with hits as materialized (
     select p.listing_id, ts_rank(p.title_tokens, $2::tsquery) as rank, t.*
       from published_listings p ${SELLER_OF_P}
      where p.tokens @@ $1::tsquery
      limit ${CANDIDATES}),
   page as materialized (
     select * from hits
      where $3::real is null or (rank, listing_id) < ($3::real, $4::uuid)
      order by rank desc, listing_id desc limit $5)
   select p.card, s.rank, s.listing_id as id, ${SELLER_COLUMNS},
          ${inStockOf('s')} as "inStock"
     from page s
     join published_listings p on p.listing_id = s.listing_id
     ${RATING_OF_S}
    order by s.rank desc, s.listing_id desc`,
);

@Injectable()
export class BrowseRepository {
  constructor(private readonly db: Db) {}

  /** Active listings of visible sellers in the given order, after the given position. */
  browse(filter: BrowseFilter, sort: Sort, after: Position | undefined, limit: number): Promise<CardRow[]> {
    const filters = FILTERS.filter((name) => filter[name] !== undefined);
    const shape = { filters, sort, isContinued: after !== undefined };
    return this.db.query(browseStatement(shape), [limit, ...filters.map((name) => filter[name]), ...(after ?? [])]);
  }

  /** The best matches, best first, after the given rank and id. */
  search(
    { match, rank }: SearchConditions,
    after: readonly [rank: number, id: string] | undefined,
    limit: number,
  ): Promise<HitRow[]> {
    return this.db.query(searched, [match, rank, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
