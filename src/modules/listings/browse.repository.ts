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

/** How many matches of each of the two kinds are looked at. */
const CANDIDATES = 200;

/** A title that says what is asked for is above every rank of one that has some of its words. */
const SAID_IN_TITLE = '2::real';

const candidates = (rank: string, condition: string): string =>
  `select p.listing_id, ${rank} as rank
     from published_listings p ${SELLER_OF_P}
    where ${condition}
    limit ${CANDIDATES}`;

export const searched = statement<
  [match: string, near: string, rank: string, afterRank: number | null, afterId: string | null, limit: number],
  HitRow
>(
  'listings.search',
  `with near as materialized (${candidates(SAID_IN_TITLE, 'p.tokens @@ $2::tsquery')}),
   hits as (
     select * from near
     union all
     (${candidates(
       'ts_rank(p.title_tokens, $3::tsquery)',
       `(select count(*) from near) < ${CANDIDATES} and p.tokens @@ $1::tsquery
          and p.listing_id <> all (array(select listing_id from near))`,
     )})),
   page as materialized (
     select * from hits
      where $4::real is null or (rank, listing_id) < ($4::real, $5::uuid)
      order by rank desc, listing_id desc limit $6)
   select p.card, h.rank, h.listing_id as id, ${SELLER_COLUMNS},
          ${inStockOf('h')} as "inStock"
     from page h
     join published_listings p on p.listing_id = h.listing_id
     join public_sellers s on s.seller_id = p.seller_id
     ${RATING_OF_S}
    order by h.rank desc, h.listing_id desc`,
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
    { match, near, rank }: SearchConditions,
    after: readonly [rank: number, id: string] | undefined,
    limit: number,
  ): Promise<HitRow[]> {
    return this.db.query(searched, [match, near, rank, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
