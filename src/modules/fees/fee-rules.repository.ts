import { Injectable } from '@nestjs/common';
import { asId } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { FeeRuleOverlaps } from './fees.errors.js';
import type { Component, DatedRule } from './fee-rule.domain.js';

export interface FeeRuleRow extends DatedRule {
  readonly replaces: string | null;
  readonly version: number;
  readonly createdAt: Date;
}

export type NewFeeRule = Omit<FeeRuleRow, 'number' | 'version'>;

const RULE = `r.id, r.number, s.component, s.seller_id as "sellerId", s.category_id as "categoryId", s.tier, r.bps,
    r.tax_bps as "taxBps", r.amounts, r.is_kept as "isKept", r.valid_from as "validFrom", r.valid_until as "validUntil", r.replaces, r.version,
    r.created_at as "createdAt"
  from fee_rules r join fee_scopes s on s.no = r.scope_no`;

const find = statement<[id: string], FeeRuleRow>('fees.find-rule', `select ${RULE} where r.id = $1`);

const page = statement<
  [component: string | null, inForceAt: string | null, before: number | null, limit: number],
  FeeRuleRow
>(
  'fees.page-of-rules',
  `select ${RULE}
    where ($1::text is null or s.component = $1)
      and ($2::timestamptz is null or r.valid_from <= $2 and (r.valid_until is null or r.valid_until > $2))
      and ($3::bigint is null or r.number < $3)
    order by r.number desc limit $4`,
);

const known = statement<[sellerId: string | null, categoryId: string | null], { seller: boolean; category: boolean }>(
  'fees.known-scope',
  `select $1::uuid is null or exists (select 1 from seller_tiers where seller_id = $1) as seller,
          $2::uuid is null or exists (select 1 from category_branches where category_id = $2) as category`,
);

type Insert = [
  id: string,
  component: Component,
  sellerId: string | null,
  categoryId: string | null,
  tier: string | null,
  bps: number | null,
  taxBps: number,
  amounts: string,
  isKept: boolean,
  validFrom: Date,
  validUntil: Date | null,
  replaces: string | null,
  createdAt: Date,
  createdBy: string,
];

const insert = statement<Insert, never>(
  'fees.insert-rule',
  `with scope as (
     insert into fee_scopes (component, seller_id, category_id, tier) values ($2, $3, $4, $5)
     on conflict on constraint fee_scopes_once do update set component = excluded.component returning no
   )
   insert into fee_rules
     (id, scope_no, bps, tax_bps, amounts, is_kept, valid_from, valid_until, replaces, created_at, created_by)
   select $1, no, $6, $7, $8::jsonb, $9, $10, $11, $12, $13, $14 from scope`,
);

const taxRates = statement<[numbers: readonly number[]], { number: number; taxBps: number }>(
  'fees.tax-rates',
  'select number, tax_bps as "taxBps" from fee_rules where number = any($1::bigint[])',
);

/** A rule that has not begun at the instant never will. */
const end = statement<[id: string, version: number, at: Date], { id: string }>(
  'fees.end-rule',
  `update fee_rules set valid_until = greatest(valid_from, $3), version = version + 1
    where id = $1 and version = $2 and (valid_until is null or valid_until > greatest(valid_from, $3)) returning id`,
);

@Injectable()
export class FeeRulesRepository {
  constructor(private readonly db: Db) {}

  async taxRates(tx: Tx, numbers: readonly number[]): Promise<Map<number, number>> {
    const rows = numbers.length === 0 ? [] : await query(tx, taxRates, [numbers]);
    return new Map(rows.map(({ number, taxBps }) => [number, taxBps]));
  }

  find(id: string): Promise<FeeRuleRow | undefined> {
    return this.db.queryOne(find, [id]);
  }

  findIn(tx: Tx, id: string): Promise<FeeRuleRow | undefined> {
    return queryOne(tx, find, [asId<'rul'>(id)]);
  }

  page(filter: { component?: string; inForceAt?: string }, before: number | undefined, limit: number) {
    return this.db.query(page, [filter.component ?? null, filter.inForceAt ?? null, before ?? null, limit]);
  }

  /** Whether the seller and the category exist; what is not named counts as known. */
  async known(tx: Tx, sellerId: string | null, categoryId: string | null) {
    return (await queryOne(tx, known, [sellerId, categoryId])) ?? { seller: false, category: false };
  }

  /** @throws FeeRuleOverlaps when a rule of the scope is in force in the period */
  async insert(tx: Tx, rule: NewFeeRule, createdBy: string): Promise<FeeRuleRow> {
    const { id, component, sellerId, categoryId, tier, bps, taxBps, amounts, validFrom, validUntil, createdAt } = rule;
    try {
      await query(tx, insert, [
        ...([id, component, sellerId, categoryId, tier, bps, taxBps, JSON.stringify(amounts)] as const),
        ...([rule.isKept, validFrom, validUntil, rule.replaces, createdAt, createdBy] as const),
      ]);
    } catch (error) {
      if (violatedConstraint(error) === 'fee_rules_no_overlap') throw new FeeRuleOverlaps({});
      throw error;
    }
    return { ...rule, number: 0, version: 1, ...(await this.findIn(tx, id)) };
  }

  /** Whether the rule had the version, was not over by then, and ends at the instant now. */
  async end(tx: Tx, id: string, version: number, at: Date): Promise<boolean> {
    return (await query(tx, end, [id, version, at])).length === 1;
  }
}
