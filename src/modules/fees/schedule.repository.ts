import { Injectable } from '@nestjs/common';
import { Db, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { DatedRule, FeeRule } from './fee-rule.domain.js';
import type { Schedule } from './fees.domain.js';

/** More rules than this are not weighed in an explanation; the latest are. */
const MOST_CANDIDATES = 500;

/** As subqueries, so that their plans cost the same for all arrays, and PostgreSQL keeps one instead of planning anew. */
const SELLERS = '(select $2::uuid[])::uuid[]';
const CATEGORIES = '(select $3::uuid[])::uuid[]';

const RULE = `jsonb_build_object('id', r.id, 'number', r.number, 'component', s.component, 'sellerId', s.seller_id,
  'categoryId', s.category_id, 'tier', s.tier, 'bps', r.bps, 'taxBps', r.tax_bps, 'amounts', r.amounts, 'isKept', r.is_kept,
  'validFrom', r.valid_from, 'validUntil', r.valid_until)`;

const scheduleWith = (rules: string): string => `
  with branches as materialized (
    select category_id, ancestor_id, depth from category_branches where category_id = any(${CATEGORIES})
  )
  select (select coalesce(jsonb_agg(t), '[]')
            from (select distinct on (scope, scope_id)
                         version, scope, scope_id as "scopeId", tax_bps as "taxBps", shipping_to as "shippingTo"
                    from sale_terms
                   where effective_at <= $1
                     and (scope = 'default' or (scope = 'seller' and scope_id = any(${SELLERS}))
                          or (scope = 'category' and scope_id in (select ancestor_id from branches)))
                   order by scope, scope_id, effective_at desc, version desc) t) as terms,
         (select coalesce(jsonb_agg(rule), '[]') from (${rules}) r(rule)) as rules,
         (select coalesce(jsonb_object_agg(seller_id, tier), '{}')
            from seller_tiers where seller_id = any(${SELLERS})) as tiers,
         (select coalesce(jsonb_object_agg(category_id, branch), '{}')
            from (select category_id, jsonb_agg(ancestor_id order by depth) as branch
                    from branches group by category_id) b) as branches`;

/** Scopes first, then the one rule of each: thousands of sellers may have rules of their own. */
const inForce = statement<[at: Date, sellerIds: string[], categoryIds: string[]], Schedule>(
  'fees.in-force',
  scheduleWith(
    `select ${RULE}
       from fee_scopes s
       cross join lateral (select * from fee_rules
                            where scope_no = s.no and valid_from <= $1 and (valid_until is null or valid_until > $1)
                            order by valid_from desc limit 1) r
      where (s.seller_id is null or s.seller_id = any(${SELLERS}))
        and (s.category_id is null or s.category_id in (select ancestor_id from branches))`,
  ),
);

/** Instants inside a JSON column are text. */
interface WrittenRule extends FeeRule {
  readonly validFrom: string;
  readonly validUntil: string | null;
}

interface WrittenCandidates extends Schedule {
  readonly rules: readonly WrittenRule[];
}

const candidates = statement<[at: Date, sellerIds: string[], categoryIds: string[]], WrittenCandidates>(
  'fees.candidates',
  scheduleWith(
    `select ${RULE} from fee_rules r join fee_scopes s on s.no = r.scope_no
      order by r.number desc limit ${MOST_CANDIDATES}`,
  ),
);

export interface Candidates extends Schedule {
  readonly rules: readonly DatedRule[];
}

@Injectable()
export class ScheduleRepository {
  constructor(private readonly db: Db) {}

  /** Everything that may concern the sellers and categories; one statement. */
  async inForce(tx: Tx, at: Date, sellerIds: readonly string[], categoryIds: readonly string[]): Promise<Schedule> {
    return present(await queryOne(tx, inForce, [at, [...sellerIds], [...categoryIds]]));
  }

  /** The same with the rules that do not apply; the latest 500 of them all. */
  async candidates(at: Date, sellerIds: readonly string[], categoryIds: readonly string[]): Promise<Candidates> {
    const found = present(await this.db.queryOne(candidates, [at, [...sellerIds], [...categoryIds]]));
    return { ...found, rules: found.rules.map(dated) };
  }
}

function present<S extends Schedule>(schedule: S | undefined): S {
  if (!schedule) throw new Error('No fee schedule was read');
  return schedule;
}

const dated = ({ validFrom, validUntil, ...rule }: WrittenRule): DatedRule => ({
  ...rule,
  validFrom: new Date(validFrom),
  validUntil: validUntil === null ? null : new Date(validUntil),
});
