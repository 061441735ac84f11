import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { TermsChangedMeanwhile } from './settlement-terms.errors.js';

export const HOLD_KINDS = ['digital', 'services', 'made_to_order', 'pre_order', 'other'] as const;
export type HoldKind = (typeof HOLD_KINDS)[number];

export interface CategoryHoldRow {
  readonly id: Id<'cth'>;
  readonly categoryId: Id<'cat'>;
  readonly kind: HoldKind;
  readonly holdDays: number;
  readonly extraReserveBps: number;
  readonly reserveDays: number;
  readonly maxTransitDays: number | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
}

const COLUMNS = `id, category_id as "categoryId", kind, hold_days as "holdDays", extra_reserve_bps as "extraReserveBps",
  reserve_days as "reserveDays", max_transit_days as "maxTransitDays", created_at as "createdAt",
  ended_at as "endedAt"`;

const isKnown = statement<[categoryId: string], { isKnown: boolean }>(
  'settlement-terms.category-is-known',
  `select exists (select 1 from category_branches where category_id = $1) as "isKnown"`,
);

const endOf = statement<[categoryId: string, by: string, at: Date], never>(
  'settlement-terms.end-hold-of-category',
  `update category_holds set ended_by = $2, ended_at = $3 where category_id = $1 and ended_at is null`,
);

const insert = statement<unknown[], CategoryHoldRow>(
  'settlement-terms.insert-category-hold',
  `insert into category_holds (id, category_id, kind, hold_days, extra_reserve_bps, reserve_days, max_transit_days,
     created_by, created_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
);

const end = statement<[id: string, by: string, at: Date], CategoryHoldRow>(
  'settlement-terms.end-category-hold',
  `update category_holds set ended_by = $2, ended_at = $3 where id = $1 and ended_at is null returning ${COLUMNS}`,
);

const exists = statement<[id: string], { id: string }>(
  'settlement-terms.category-hold-exists',
  'select id from category_holds where id = $1',
);

const page = statement<[before: string | null, limit: number], CategoryHoldRow>(
  'settlement-terms.page-of-category-holds',
  `select ${COLUMNS} from category_holds where $1::uuid is null or id < $1 order by id desc limit $2`,
);

@Injectable()
export class CategoryHoldsRepository {
  constructor(private readonly db: Db) {}

  async isKnown(tx: Tx, categoryId: string): Promise<boolean> {
    return (await queryOne(tx, isKnown, [categoryId]))?.isKnown ?? false;
  }

  /** In place of the one in force. @throws TermsChangedMeanwhile */
  async replace(tx: Tx, hold: Omit<CategoryHoldRow, 'endedAt'>, by: string): Promise<CategoryHoldRow> {
    const { id, categoryId, kind, holdDays, extraReserveBps, reserveDays, maxTransitDays, createdAt } = hold;
    await query(tx, endOf, [categoryId, by, createdAt]);
    try {
      const terms = [kind, holdDays, extraReserveBps, reserveDays, maxTransitDays];
      const row = await queryOne(tx, insert, [id, categoryId, ...terms, by, createdAt]);
      if (!row) throw new Error('No hold of the category was written');
      return row;
    } catch (error) {
      if (violatedConstraint(error) === 'category_holds_one_in_force') throw new TermsChangedMeanwhile({});
      throw error;
    }
  }

  /** `undefined` when it ended before, or there is none. */
  end = (tx: Tx, id: string, by: string, at: Date): Promise<CategoryHoldRow | undefined> =>
    queryOne(tx, end, [id, by, at]);

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await queryOne(tx, exists, [id])) !== undefined;
  }

  page = (before: string | null, limit: number): Promise<CategoryHoldRow[]> => this.db.query(page, [before, limit]);
}
