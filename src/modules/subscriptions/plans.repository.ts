import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { PlanChangedMeanwhile } from './subscriptions.errors.js';

/** Minor units of `currency`. */
export interface PlanRow {
  readonly id: string;
  readonly code: string;
  readonly version: number;
  readonly currency: string;
  readonly fee: number;
  readonly taxBps: number;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

const COLUMNS = `id, code, version, currency, fee, tax_bps as "taxBps", name_en as "nameEn", name_zh as "nameZh",
  created_at as "createdAt", closed_at as "closedAt"`;

const close = statement<[code: string, currency: string, at: Date], never>(
  'subscriptions.close-plan',
  `update subscription_plans set closed_at = $3 where code = $1 and currency = $2 and closed_at is null`,
);

const insert = statement<unknown[], PlanRow>(
  'subscriptions.insert-plan',
  `insert into subscription_plans (id, code, version, currency, fee, tax_bps, name_en, name_zh, created_by, created_at)
   select $1, $2, 1 + coalesce(max(version), 0), $3, $4, $5, $6, $7, $8, $9
     from subscription_plans where code = $2 and currency = $3
   returning ${COLUMNS}`,
);

const find = statement<[id: string], PlanRow>(
  'subscriptions.plan',
  `select ${COLUMNS} from subscription_plans where id = $1`,
);

/** Held, so that it is not closed while somebody subscribes to it. */
const hold = statement<[id: string], PlanRow>(
  'subscriptions.hold-plan',
  `select ${COLUMNS} from subscription_plans where id = $1 for share`,
);

const open = statement<[], PlanRow>(
  'subscriptions.open-plans',
  `select ${COLUMNS} from subscription_plans where closed_at is null order by currency, fee, code`,
);

const ONE_AT_A_TIME = new Set(['subscription_plans_version', 'subscription_plans_open']);

export type NewPlan = Omit<PlanRow, 'version' | 'closedAt'> & { readonly createdBy: string };

@Injectable()
export class Plans {
  constructor(private readonly db: Db) {}

  /** Another version of a code takes the place of the one before it. @throws PlanChangedMeanwhile */
  async add(tx: Tx, plan: NewPlan): Promise<PlanRow> {
    const { id, code, currency, fee, taxBps, nameEn, nameZh, createdBy, createdAt } = plan;
    await query(tx, close, [code, currency, createdAt]);
    const values = [id, code, currency, fee, taxBps, nameEn, nameZh, createdBy, createdAt];
    try {
      return (await queryOne(tx, insert, values)) as PlanRow;
    } catch (error) {
      if (ONE_AT_A_TIME.has(violatedConstraint(error) ?? '')) throw new PlanChangedMeanwhile({});
      throw error;
    }
  }

  /** By currency, the cheapest first. */
  open = (): Promise<PlanRow[]> => this.db.query(open, []);

  hold = (tx: Tx, id: string): Promise<PlanRow | undefined> => queryOne(tx, hold, [id]);

  async of(tx: Tx, id: string): Promise<PlanRow> {
    return (await queryOne(tx, find, [id])) as PlanRow;
  }
}
