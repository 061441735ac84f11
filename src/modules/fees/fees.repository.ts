import { Injectable } from '@nestjs/common';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';
import type { FeeRule, FeeScope, ShippingBeneficiary } from './fees.domain.js';

export interface FeeRuleRow extends FeeRule {
  readonly id: string;
  readonly effectiveAt: Date;
  readonly createdAt: Date;
}

const COLUMNS = `id, version, scope, scope_id as "scopeId", commission_bps as "commissionBps", tax_bps as "taxBps",
  shipping_to as "shippingTo", effective_at as "effectiveAt", created_at as "createdAt"`;

const inForce = statement<[at: Date, sellerIds: string[], categoryIds: string[]], FeeRule>(
  'fees.in-force',
  `select distinct on (scope, scope_id) ${COLUMNS}
     from fee_rules
    where effective_at <= $1
      and (scope = 'default' or (scope = 'seller' and scope_id = any($2::uuid[]))
           or (scope = 'category' and scope_id = any($3::uuid[])))
    order by scope, scope_id, effective_at desc, version desc`,
);

const page = statement<[before: number | null, limit: number], FeeRuleRow>(
  'fees.page',
  `select ${COLUMNS} from fee_rules where $1::bigint is null or version < $1 order by version desc limit $2`,
);

const insert = statement<
  [
    id: string,
    scope: FeeScope,
    scopeId: string | null,
    commissionBps: number,
    taxBps: number,
    shippingTo: ShippingBeneficiary | null,
    effectiveAt: Date,
    createdAt: Date,
    createdBy: string,
  ],
  FeeRuleRow
>(
  'fees.insert',
  `insert into fee_rules
     (id, scope, scope_id, commission_bps, tax_bps, shipping_to, effective_at, created_at, created_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${COLUMNS}`,
);

@Injectable()
export class FeesRepository {
  constructor(private readonly db: Db) {}

  /** The newest rule in force of each scope that may concern the sellers and categories, default included. */
  inForce(tx: Tx, at: Date, sellerIds: readonly string[], categoryIds: readonly string[]): Promise<FeeRule[]> {
    return query(tx, inForce, [at, [...sellerIds], [...categoryIds]]);
  }

  page(before: number | undefined, limit: number): Promise<FeeRuleRow[]> {
    return this.db.query(page, [before ?? null, limit]);
  }

  async insert(tx: Tx, rule: Omit<FeeRuleRow, 'version'>, createdBy: string): Promise<FeeRuleRow> {
    const { id, scope, scopeId, commissionBps, taxBps, shippingTo, effectiveAt, createdAt } = rule;
    const values = [id, scope, scopeId, commissionBps, taxBps, shippingTo, effectiveAt, createdAt, createdBy] as const;
    const [row] = await query(tx, insert, [...values]);
    if (!row) throw new Error('A fee rule was not stored');
    return row;
  }
}
