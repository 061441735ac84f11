import { Injectable } from '@nestjs/common';
import type { Money } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { GoodwillLimitChangedMeanwhile } from './goodwill.errors.js';

/** What one person with the role gives away alone on one day, in minor units. */
export interface LimitRow {
  readonly role: string;
  readonly currency: string;
  readonly version: number;
  readonly daily: number;
  readonly setBy: string | null;
  readonly setAt: Date;
}

const COLUMNS = `role, currency, version, daily, set_by as "setBy", set_at as "setAt"`;

const inForce = statement<[], LimitRow>(
  'goodwill.limits',
  `select distinct on (role, currency) ${COLUMNS} from goodwill_limits order by role, currency, version desc`,
);

const add = statement<[role: string, currency: string, daily: number, by: string, at: Date], LimitRow>(
  'goodwill.add-limit',
  `insert into goodwill_limits (role, currency, version, daily, set_by, set_at)
   select $1, $2, 1 + coalesce(max(version), 0), $3, $4, $5 from goodwill_limits where role = $1 and currency = $2
   returning ${COLUMNS}`,
);

/** One statement counts and judges, so that what is given at once cannot come to more than the limit. */
const take = statement<
  [person: string, roles: readonly string[], currency: string, amount: number, day: string],
  { given: number }
>(
  'goodwill.take',
  `with limits as (
     select distinct on (role) daily from goodwill_limits
      where role = any($2::text[]) and currency = $3 order by role, version desc),
   allowed as (select coalesce(max(daily), 0)::bigint as allowance from limits)
   insert into goodwill_days as d (person_id, currency, day, allowance, given)
   select $1, $3, $5::date, allowance, $4 from allowed where $4 <= allowance
   on conflict (person_id, currency, day) do update set given = d.given + excluded.given, allowance = excluded.allowance
      where d.given + excluded.given <= excluded.allowance
   returning given`,
);

@Injectable()
export class GoodwillLimits {
  constructor(private readonly db: Db) {}

  inForce = (): Promise<LimitRow[]> => this.db.query(inForce, []);

  /** The next version. @throws GoodwillLimitChangedMeanwhile */
  async add(tx: Tx, role: string, { currency, amount }: Money, by: string, at: Date): Promise<LimitRow> {
    try {
      return (await queryOne(tx, add, [role, currency, amount, by, at])) as LimitRow;
    } catch (error) {
      if (violatedConstraint(error) === 'goodwill_limits_pkey') throw new GoodwillLimitChangedMeanwhile({});
      throw error;
    }
  }

  /** Whether the person may still give so much on the day; if so it is counted. */
  async take(tx: Tx, person: string, roles: readonly string[], amount: Money, at: Date): Promise<boolean> {
    const day = at.toISOString().slice(0, 10);
    return (await query(tx, take, [person, roles, amount.currency, amount.amount, day])).length === 1;
  }
}
