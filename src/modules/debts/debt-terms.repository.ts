import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { DebtTermsChangedMeanwhile } from './debts.errors.js';

export interface DebtTermsRow {
  readonly version: number;
  readonly writeOffAfterDays: number;
  readonly effectiveFrom: Date;
  /** UUID of a person, or `system`. */
  readonly createdBy: string;
  readonly createdAt: Date;
  /** The highest version that has begun. */
  readonly isInForce: boolean;
}

const COLUMNS = `version, write_off_after_days as "writeOffAfterDays", effective_from as "effectiveFrom",
  created_by as "createdBy", created_at as "createdAt"`;
const inForce = (at: string): string =>
  `version = (select max(version) from debt_terms where effective_from <= ${at}) as "isInForce"`;

const add = statement<[days: number, effectiveFrom: Date, by: string, at: Date], Omit<DebtTermsRow, 'isInForce'>>(
  'debts.add-terms',
  `insert into debt_terms (version, write_off_after_days, effective_from, created_by, created_at)
   select 1 + max(version), $1, $2, $3, $4 from debt_terms returning ${COLUMNS}`,
);

const page = statement<[at: Date, before: number | null, limit: number], DebtTermsRow>(
  'debts.page-of-terms',
  `select ${COLUMNS}, ${inForce('$1')} from debt_terms
    where $2::int is null or version < $2 order by version desc limit $3`,
);

@Injectable()
export class DebtTerms {
  constructor(private readonly db: Db) {}

  /** The next version. @throws DebtTermsChangedMeanwhile */
  async add(tx: Tx, days: number, effectiveFrom: Date, by: string, at: Date): Promise<DebtTermsRow> {
    try {
      const row = await queryOne(tx, add, [days, effectiveFrom, by, at]);
      if (!row) throw new Error('No terms were written');
      return { ...row, isInForce: effectiveFrom <= at };
    } catch (error) {
      if (violatedConstraint(error) === 'debt_terms_version') throw new DebtTermsChangedMeanwhile({});
      throw error;
    }
  }

  /** The latest version first. */
  page = (at: Date, before: number | null, limit: number): Promise<DebtTermsRow[]> =>
    this.db.query(page, [at, before, limit]);
}
