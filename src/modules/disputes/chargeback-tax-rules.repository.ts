import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { ChargebackTaxRuleChangedMeanwhile } from './disputes.errors.js';

/** Of one country that sales are shipped to, or `*` for all that have none of their own. */
export interface ChargebackTaxRuleRow {
  readonly country: string;
  readonly version: number;
  /** The tax on the sale is owed no longer once the chargeback is lost. */
  readonly isCorrected: boolean;
  readonly basis: string;
  readonly effectiveFrom: Date;
  /** UUID of a person, or `system`. */
  readonly createdBy: string;
  readonly createdAt: Date;
  /** The highest version of the country that has begun. */
  readonly isInForce: boolean;
}

export type NewChargebackTaxRule = Omit<ChargebackTaxRuleRow, 'version' | 'isInForce'>;

const COLUMNS = `r.country, r.version, r.is_corrected as "isCorrected", r.basis, r.effective_from as "effectiveFrom",
  r.created_by as "createdBy", r.created_at as "createdAt"`;

const add = statement<
  [country: string, isCorrected: boolean, basis: string, effectiveFrom: Date, by: string, at: Date],
  Omit<ChargebackTaxRuleRow, 'isInForce'>
>(
  'disputes.add-tax-rule',
  `insert into chargeback_tax_rules as r (country, version, is_corrected, basis, effective_from, created_by, created_at)
   select $1, 1 + coalesce(max(version), 0), $2, $3, $4, $5, $6 from chargeback_tax_rules where country = $1
   returning ${COLUMNS}`,
);

const page = statement<[at: Date, country: string | null, version: number | null, limit: number], ChargebackTaxRuleRow>(
  'disputes.page-of-tax-rules',
  `select ${COLUMNS},
          r.version = (select max(f.version) from chargeback_tax_rules f
                        where f.country = r.country and f.effective_from <= $1) as "isInForce"
     from chargeback_tax_rules r
    where $2::text is null or (r.country, -r.version) > ($2, -$3::int)
    order by r.country, r.version desc limit $4`,
);

const inForce = statement<[country: string, at: Date], Pick<ChargebackTaxRuleRow, 'isCorrected'>>(
  'disputes.corrects-tax',
  `select is_corrected as "isCorrected" from chargeback_tax_rules
    where country in ($1, '*') and effective_from <= $2 order by country = '*', version desc limit 1`,
);

@Injectable()
export class ChargebackTaxRules {
  constructor(private readonly db: Db) {}

  /** Whether the tax on a sale that is shipped there is owed no longer once its chargeback is lost. */
  async correctsTax(tx: Tx, country: string, at: Date): Promise<boolean> {
    return (await queryOne(tx, inForce, [country, at]))?.isCorrected ?? true;
  }

  /** The next version of the country. @throws ChargebackTaxRuleChangedMeanwhile */
  async add(tx: Tx, rule: NewChargebackTaxRule): Promise<ChargebackTaxRuleRow> {
    const { country, isCorrected, basis, effectiveFrom, createdBy, createdAt } = rule;
    try {
      const row = await queryOne(tx, add, [country, isCorrected, basis, effectiveFrom, createdBy, createdAt]);
      if (!row) throw new Error('No rule was written');
      return { ...row, isInForce: effectiveFrom <= createdAt };
    } catch (error) {
      if (violatedConstraint(error) === 'chargeback_tax_rules_version') {
        throw new ChargebackTaxRuleChangedMeanwhile({});
      }
      throw error;
    }
  }

  /** By country, the latest version first, after the given one. */
  page(
    at: Date,
    after: readonly [country: string, version: number] | undefined,
    limit: number,
  ): Promise<ChargebackTaxRuleRow[]> {
    return this.db.query(page, [at, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
