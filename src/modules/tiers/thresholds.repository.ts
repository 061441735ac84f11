import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { Thresholds } from './tier.domain.js';
import { ThresholdsChangedMeanwhile } from './tiers.errors.js';

export interface ThresholdsRow extends Thresholds {
  readonly createdAt: Date;
}

export type NewThresholds = Omit<ThresholdsRow, 'version' | 'verificationNoticeDays'> &
  Partial<Pick<ThresholdsRow, 'verificationNoticeDays'>>;

const COLUMNS = `version, window_days as "windowDays", standard_min_age_days as "standardMinAgeDays",
  standard_min_delivered as "standardMinDelivered", trusted_min_age_days as "trustedMinAgeDays",
  trusted_dispute_bps as "trustedDisputeBps", trusted_late_bps as "trustedLateBps",
  restricted_dispute_bps as "restrictedDisputeBps", verification_days as "verificationDays",
  verification_notice_days as "verificationNoticeDays", created_at as "createdAt"`;

const latest = statement<[], ThresholdsRow>(
  'tiers.thresholds',
  `select ${COLUMNS} from tier_thresholds order by version desc limit 1`,
);

const page = statement<[before: number | null, limit: number], ThresholdsRow>(
  'tiers.page-of-thresholds',
  `select ${COLUMNS} from tier_thresholds where $1::int is null or version < $1 order by version desc limit $2`,
);

const add = statement<unknown[], ThresholdsRow>(
  'tiers.add-thresholds',
  `insert into tier_thresholds (version, window_days, standard_min_age_days, standard_min_delivered,
     trusted_min_age_days, trusted_dispute_bps, trusted_late_bps, restricted_dispute_bps, verification_days, created_by,
     created_at, verification_notice_days)
   select 1 + max(version), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10,
          coalesce($11, (array_agg(verification_notice_days order by version desc))[1]) from tier_thresholds returning ${COLUMNS}`,
);

@Injectable()
export class ThresholdsRepository {
  constructor(private readonly db: Db) {}

  async latest(tx?: Tx): Promise<Thresholds> {
    const row = tx ? await queryOne(tx, latest, []) : await this.db.queryOne(latest, []);
    if (!row) throw new Error('There are no thresholds of tiers');
    return row;
  }

  page = (before: number | null, limit: number): Promise<ThresholdsRow[]> => this.db.query(page, [before, limit]);

  /** @throws ThresholdsChangedMeanwhile */
  async add(tx: Tx, next: NewThresholds, by: string): Promise<ThresholdsRow> {
    const { windowDays, standardMinAgeDays, standardMinDelivered, trustedMinAgeDays } = next;
    const { trustedDisputeBps, trustedLateBps, restrictedDisputeBps, verificationDays, createdAt } = next;
    const { verificationNoticeDays = null } = next;
    const when = [windowDays, standardMinAgeDays, standardMinDelivered, trustedMinAgeDays];
    const rates = [trustedDisputeBps, trustedLateBps, restrictedDisputeBps, verificationDays];
    try {
      const row = await queryOne(tx, add, [...when, ...rates, by, createdAt, verificationNoticeDays]);
      if (!row) throw new Error('No thresholds were written');
      return row;
    } catch (error) {
      if (violatedConstraint(error) === 'tier_thresholds_version') throw new ThresholdsChangedMeanwhile({});
      throw error;
    }
  }
}
