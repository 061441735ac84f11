import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { AffiliateCodeTaken, AffiliateExists, AffiliateTermsChangedMeanwhile } from './affiliates.errors.js';

export interface AffiliateRow {
  readonly id: string;
  readonly userId: string;
  readonly code: string;
  readonly state: 'applied' | 'active' | 'suspended';
  readonly appliedAt: Date;
}

export interface TermsRow {
  readonly version: number;
  readonly bps: number;
  readonly fundedBy: 'platform' | 'seller';
  readonly windowDays: number;
  readonly setBy: string | null;
  readonly setAt: Date;
}

const COLUMNS = `id, user_id as "userId", code, state, applied_at as "appliedAt"`;
const TERMS = `version, commission_bps as bps, funded_by as "fundedBy", window_days as "windowDays", set_by as "setBy",
  set_at as "setAt"`;

const insert = statement<[id: string, userId: string, code: string, at: Date], AffiliateRow>(
  'affiliates.insert',
  `insert into affiliates (id, user_id, code, applied_at, updated_at) values ($1, $2, $3, $4, $4) returning ${COLUMNS}`,
);

const find = statement<[id: string], AffiliateRow>(
  'affiliates.find',
  `select ${COLUMNS} from affiliates where id = $1`,
);

const lock = statement<[id: string], AffiliateRow>(
  'affiliates.lock',
  `select ${COLUMNS} from affiliates where id = $1 for no key update`,
);

const ofPerson = statement<[userId: string], AffiliateRow>(
  'affiliates.of-person',
  `select ${COLUMNS} from affiliates where user_id = $1`,
);

const page = statement<[state: string | null, before: string | null, limit: number], AffiliateRow>(
  'affiliates.page',
  `select ${COLUMNS} from affiliates
    where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const terms = statement<[], TermsRow>(
  'affiliates.terms',
  `select ${TERMS} from affiliate_terms order by version desc limit 1`,
);

const addTerms = statement<[bps: number, fundedBy: string, windowDays: number, by: string, at: Date], TermsRow>(
  'affiliates.add-terms',
  `insert into affiliate_terms (version, commission_bps, funded_by, window_days, set_by, set_at)
   select 1 + max(version), $1, $2, $3, $4, $5 from affiliate_terms returning ${TERMS}`,
);

const REFUSALS: Readonly<Record<string, new (params: Record<string, never>) => Error>> = {
  affiliates_person: AffiliateExists,
  affiliates_code: AffiliateCodeTaken,
};

@Injectable()
export class AffiliatesRepository {
  constructor(private readonly db: Db) {}

  /** @throws AffiliateExists, AffiliateCodeTaken */
  async insert(tx: Tx, id: string, userId: string, code: string, at: Date): Promise<AffiliateRow> {
    try {
      return (await queryOne(tx, insert, [id, userId, code, at])) as AffiliateRow;
    } catch (error) {
      const Refusal = REFUSALS[violatedConstraint(error) ?? ''];
      throw Refusal ? new Refusal({}) : error;
    }
  }

  find = (tx: Tx, id: string): Promise<AffiliateRow | undefined> => queryOne(tx, find, [id]);
  lock = (tx: Tx, id: string): Promise<AffiliateRow | undefined> => queryOne(tx, lock, [id]);
  ofPerson = (userId: string): Promise<AffiliateRow | undefined> => this.db.queryOne(ofPerson, [userId]);

  page(state: string | undefined, before: string | undefined, limit: number): Promise<AffiliateRow[]> {
    return this.db.query(page, [state ?? null, before ?? null, limit]);
  }

  async terms(): Promise<TermsRow> {
    return (await this.db.queryOne(terms, [])) as TermsRow;
  }

  /** The next version. @throws AffiliateTermsChangedMeanwhile */
  async addTerms(tx: Tx, row: Pick<TermsRow, 'bps' | 'fundedBy' | 'windowDays'>, by: string, at: Date) {
    try {
      return (await queryOne(tx, addTerms, [row.bps, row.fundedBy, row.windowDays, by, at])) as TermsRow;
    } catch (error) {
      if (violatedConstraint(error) === 'affiliate_terms_pkey') throw new AffiliateTermsChangedMeanwhile({});
      throw error;
    }
  }
}
