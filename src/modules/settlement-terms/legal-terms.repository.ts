import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { TermsChangedMeanwhile } from './settlement-terms.errors.js';

export interface LegalCapRow {
  /** ISO 3166-1 alpha-2, `*` for all that have none of their own. */
  readonly country: string;
  readonly version: number;
  readonly capDays: number;
  /** Of reserves, from delivery on. */
  readonly reserveCapDays: number;
  readonly basis: string;
  readonly createdAt: Date;
}

export interface TransitRow {
  readonly version: number;
  readonly maxTransitDays: number;
  readonly domesticGraceDays: number;
  readonly crossBorderGraceDays: number;
  readonly createdAt: Date;
}

export type NewLegalCap = Omit<LegalCapRow, 'version'>;
export type NewTransit = Omit<TransitRow, 'version'>;

const CAP = `country, version, cap_days as "capDays",
  reserve_cap_days as "reserveCapDays", basis, created_at as "createdAt"`;
const TRANSIT = `version, max_transit_days as "maxTransitDays", domestic_grace_days as "domesticGraceDays",
  cross_border_grace_days as "crossBorderGraceDays", created_at as "createdAt"`;

type CapInput = [country: string, capDays: number, reserveCapDays: number, basis: string, by: string, at: Date];

const addCap = statement<CapInput, LegalCapRow>(
  'settlement-terms.add-legal-cap',
  `insert into legal_hold_caps (country, version, cap_days, reserve_cap_days, basis, created_by, created_at)
   select $1, 1 + coalesce(max(version), 0), $2, $3, $4, $5, $6 from legal_hold_caps where country = $1
   returning ${CAP}`,
);

const caps = statement<[country: string | null, version: number | null, limit: number], LegalCapRow>(
  'settlement-terms.page-of-legal-caps',
  `select ${CAP} from legal_hold_caps
    where $1::text is null or (country, -version) > ($1, -$2::int) order by country, version desc limit $3`,
);

const addTransit = statement<[max: number, domestic: number, crossBorder: number, by: string, at: Date], TransitRow>(
  'settlement-terms.add-transit-terms',
  `insert into transit_terms (version, max_transit_days, domestic_grace_days, cross_border_grace_days, created_by,
     created_at)
   select 1 + max(version), $1, $2, $3, $4, $5 from transit_terms returning ${TRANSIT}`,
);

const transits = statement<[before: number | null, limit: number], TransitRow>(
  'settlement-terms.page-of-transit-terms',
  `select ${TRANSIT} from transit_terms where $1::int is null or version < $1 order by version desc limit $2`,
);

/** What is the same for all sellers, or for all of a country. */
@Injectable()
export class LegalTermsRepository {
  constructor(private readonly db: Db) {}

  /** @throws TermsChangedMeanwhile */
  addCap(
    tx: Tx,
    { country, capDays, reserveCapDays, basis, createdAt }: NewLegalCap,
    by: string,
  ): Promise<LegalCapRow> {
    return added(queryOne(tx, addCap, [country, capDays, reserveCapDays, basis, by, createdAt]));
  }

  /** @throws TermsChangedMeanwhile */
  addTransit(tx: Tx, terms: NewTransit, by: string): Promise<TransitRow> {
    const { maxTransitDays, domesticGraceDays, crossBorderGraceDays, createdAt } = terms;
    return added(queryOne(tx, addTransit, [maxTransitDays, domesticGraceDays, crossBorderGraceDays, by, createdAt]));
  }

  caps(after: readonly [country: string, version: number] | undefined, limit: number): Promise<LegalCapRow[]> {
    return this.db.query(caps, [after?.[0] ?? null, after?.[1] ?? null, limit]);
  }

  transits = (before: number | null, limit: number): Promise<TransitRow[]> => this.db.query(transits, [before, limit]);
}

async function added<T>(row: Promise<T | undefined>): Promise<T> {
  try {
    const found = await row;
    if (!found) throw new Error('No terms were written');
    return found;
  } catch (error) {
    if (/^(legal_hold_caps|transit_terms)_version$/.test(violatedConstraint(error) ?? '')) {
      throw new TermsChangedMeanwhile({});
    }
    throw error;
  }
}
