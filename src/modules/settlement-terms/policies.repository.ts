import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { PolicyNeedsSecondPerson, PolicyProposed } from './settlement-terms.errors.js';

export interface PolicyTerms {
  readonly holdDays: number;
  readonly confirmedHoldDays: number;
  readonly reserveBps: number;
  readonly reserveDays: number;
  readonly payoutCadence: 'daily' | 'weekly' | 'manual';
  readonly manualFirstPayout: boolean;
  /** The most that a payout of a run comes to, in minor units by currency. */
  readonly payoutCaps: Readonly<Record<string, number>>;
  /** Whether sellers of the tier may ask to be paid at once. */
  readonly instantPayouts: boolean;
}

/** What is not said is as in the policy in force. */
type Inherited = 'payoutCaps' | 'instantPayouts';

export interface PolicyRow extends PolicyTerms {
  readonly id: Id<'stp'>;
  readonly tier: string;
  readonly version: number;
  readonly note: string | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly declinedBy: string | null;
  readonly declinedAt: Date | null;
  /** What seller orders that are bought now get. */
  readonly isInForce: boolean;
}

export type NewPolicy = Omit<PolicyTerms, Inherited> &
  Partial<Pick<PolicyTerms, Inherited>> &
  Pick<PolicyRow, 'id' | 'tier' | 'note' | 'proposedBy' | 'proposedAt'>;

const COLUMNS = `p.id, p.tier, p.version, p.hold_days as "holdDays", p.confirmed_hold_days as "confirmedHoldDays",
  p.reserve_bps as "reserveBps", p.reserve_days as "reserveDays", p.payout_cadence as "payoutCadence",
  p.manual_first_payout as "manualFirstPayout", p.payout_caps as "payoutCaps",
  p.instant_payouts as "instantPayouts", p.note, p.proposed_by as "proposedBy", p.proposed_at as "proposedAt",
  p.approved_by as "approvedBy", p.approved_at as "approvedAt", p.declined_by as "declinedBy",
  p.declined_at as "declinedAt",
  (p.approved_at is not null and not exists (select 1 from settlement_policies n
     where n.tier = p.tier and n.version > p.version and n.approved_at is not null)) as "isInForce"`;

const propose = statement<unknown[], { id: string }>(
  'settlement-terms.propose-policy',
  `insert into settlement_policies (id, tier, version, hold_days, confirmed_hold_days, reserve_bps, reserve_days,
     payout_cadence, manual_first_payout, note, proposed_by, proposed_at, payout_caps, instant_payouts)
   select $1, $2, 1 + max(version), $3, $4, $5, $6, $7, $8, $9, $10, $11,
          coalesce($12::jsonb, (array_agg(payout_caps order by version desc) filter (where approved_at is not null))[1]),
          coalesce($13, (array_agg(instant_payouts order by version desc) filter (where approved_at is not null))[1])
     from settlement_policies where tier = $2
   returning id`,
);

type Decision = [id: string, by: string, at: Date, isApproved: boolean];

const decide = statement<Decision, { id: string }>(
  'settlement-terms.decide-policy',
  `update settlement_policies
      set approved_by = case when $4 then $2 end, approved_at = case when $4 then $3::timestamptz end,
          declined_by = case when $4 then null else $2 end, declined_at = case when $4 then null else $3::timestamptz end
    where id = $1 and approved_at is null and declined_at is null returning id`,
);

const find = statement<[id: string], PolicyRow>(
  'settlement-terms.policy',
  `select ${COLUMNS} from settlement_policies p where p.id = $1`,
);

const page = statement<[tier: string | null, at: string | null, id: string | null, limit: number], PolicyRow>(
  'settlement-terms.page-of-policies',
  `select ${COLUMNS} from settlement_policies p
    where ($1::text is null or p.tier = $1) and ($2::timestamptz is null or (p.proposed_at, p.id) < ($2, $3::uuid))
    order by p.proposed_at desc, p.id desc limit $4`,
);

@Injectable()
export class PoliciesRepository {
  constructor(private readonly db: Db) {}

  /** The next version of the tier. @throws PolicyProposed while another one waits */
  async propose(tx: Tx, policy: NewPolicy): Promise<void> {
    const { id, tier, holdDays, confirmedHoldDays, reserveBps, reserveDays, payoutCadence, manualFirstPayout } = policy;
    const terms = [holdDays, confirmedHoldDays, reserveBps, reserveDays, payoutCadence, manualFirstPayout];
    try {
      const { note, proposedBy, proposedAt, payoutCaps, instantPayouts = null } = policy;
      const caps = payoutCaps ? JSON.stringify(payoutCaps) : null;
      await query(tx, propose, [id, tier, ...terms, note, proposedBy, proposedAt, caps, instantPayouts]);
    } catch (error) {
      const name = violatedConstraint(error);
      if (name === 'settlement_policies_one_proposed' || name === 'settlement_policies_pkey') {
        throw new PolicyProposed({});
      }
      throw error;
    }
  }

  /** False when it was decided before, or there is none. @throws PolicyNeedsSecondPerson */
  async decide(tx: Tx, id: string, by: string, at: Date, isApproved: boolean): Promise<boolean> {
    try {
      return (await queryOne(tx, decide, [id, by, at, isApproved])) !== undefined;
    } catch (error) {
      if (violatedConstraint(error) === 'settlement_policies_two_people') throw new PolicyNeedsSecondPerson({});
      throw error;
    }
  }

  find = (tx: Tx, id: string): Promise<PolicyRow | undefined> => queryOne(tx, find, [id]);

  page(tier: string | null, after: readonly [at: string, id: string] | undefined, limit: number): Promise<PolicyRow[]> {
    return this.db.query(page, [tier, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
