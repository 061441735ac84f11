import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import type { InstantFee } from '../settlement/index.js';
import { InstantFeeChangedMeanwhile } from './instant-payouts.errors.js';

export interface InstantFeeRow extends InstantFee {
  readonly currency: string;
  readonly createdAt: Date;
}

const COLUMNS = `currency, version, fee_bps as "feeBps", minimum_fee as "minimumFee", created_at as "createdAt"`;

const latest = statement<[currency: string], InstantFeeRow>(
  'instant-payouts.fee',
  `select ${COLUMNS} from instant_payout_fees where currency = $1 order by version desc limit 1`,
);

const current = statement<[], InstantFeeRow>(
  'instant-payouts.fees',
  `select distinct on (currency) ${COLUMNS} from instant_payout_fees order by currency, version desc`,
);

const add = statement<[string, number, number, string, Date], InstantFeeRow>(
  'instant-payouts.add-fee',
  `insert into instant_payout_fees (currency, version, fee_bps, minimum_fee, created_by, created_at)
   select $1, 1 + coalesce(max(version), 0), $2, $3, $4, $5 from instant_payout_fees where currency = $1
   returning ${COLUMNS}`,
);

/** What being paid at once costs, by currency; every version there was. */
@Injectable()
export class InstantFees {
  constructor(private readonly db: Db) {}

  /** `undefined` where nobody is paid at once. */
  of = (tx: Tx, currency: string): Promise<InstantFeeRow | undefined> => queryOne(tx, latest, [currency]);
  current = (): Promise<InstantFeeRow[]> => this.db.query(current, []);

  /** The next version. @throws InstantFeeChangedMeanwhile */
  async add(tx: Tx, fee: Omit<InstantFeeRow, 'version'> & { readonly createdBy: string }): Promise<InstantFeeRow> {
    const { currency, feeBps, minimumFee, createdBy, createdAt } = fee;
    try {
      return (await queryOne(tx, add, [currency, feeBps, minimumFee, createdBy, createdAt])) as InstantFeeRow;
    } catch (error) {
      if (violatedConstraint(error) === 'instant_payout_fees_version') throw new InstantFeeChangedMeanwhile({});
      throw error;
    }
  }
}
