import { Injectable } from '@nestjs/common';
import { Db, query, statement, type Tx } from '../../platform/database/index.js';
import type { SaleTerms, ShippingBeneficiary, TermsScope } from './sale-terms.domain.js';

export interface SaleTermsRow extends SaleTerms {
  readonly id: string;
  readonly effectiveAt: Date;
  readonly createdAt: Date;
}

const COLUMNS = `id, version, scope, scope_id as "scopeId", tax_bps as "taxBps", shipping_to as "shippingTo",
  effective_at as "effectiveAt", created_at as "createdAt"`;

const page = statement<[before: number | null, limit: number], SaleTermsRow>(
  'fees.page-of-terms',
  `select ${COLUMNS} from sale_terms where $1::bigint is null or version < $1 order by version desc limit $2`,
);

const insert = statement<
  [
    id: string,
    scope: TermsScope,
    scopeId: string | null,
    taxBps: number,
    shippingTo: ShippingBeneficiary | null,
    effectiveAt: Date,
    createdAt: Date,
    createdBy: string,
  ],
  SaleTermsRow
>(
  'fees.insert-terms',
  `insert into sale_terms (id, scope, scope_id, tax_bps, shipping_to, effective_at, created_at, created_by)
   values ($1, $2, $3, $4, $5, $6, $7, $8) returning ${COLUMNS}`,
);

@Injectable()
export class SaleTermsRepository {
  constructor(private readonly db: Db) {}

  page(before: number | undefined, limit: number): Promise<SaleTermsRow[]> {
    return this.db.query(page, [before ?? null, limit]);
  }

  async insert(tx: Tx, terms: Omit<SaleTermsRow, 'version'>, createdBy: string): Promise<SaleTermsRow> {
    const { id, scope, scopeId, taxBps, shippingTo, effectiveAt, createdAt } = terms;
    const [row] = await query(tx, insert, [id, scope, scopeId, taxBps, shippingTo, effectiveAt, createdAt, createdBy]);
    if (!row) throw new Error('The terms of sale were not stored');
    return row;
  }
}
