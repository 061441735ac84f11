import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { PayoutTermsNeedSecondPerson, PayoutTermsProposed } from './settlement-terms.errors.js';

/** Minor units of `currency`. */
export interface NewPayoutTerms {
  readonly id: Id<'pyt'>;
  readonly currency: string;
  readonly minimum: number;
  readonly retained: number;
  readonly automaticUpTo: number;
  readonly alarmFloor: number;
  readonly note: string | null;
  readonly proposedBy: string;
  readonly proposedAt: Date;
}

export interface PayoutTermsRow extends NewPayoutTerms {
  readonly version: number;
  readonly approvedAt: Date | null;
  readonly declinedAt: Date | null;
  /** What payouts that are made now go by. */
  readonly isInForce: boolean;
}

const COLUMNS = `p.id, p.currency, p.version, p.minimum, p.retained, p.automatic_up_to as "automaticUpTo",
  p.alarm_floor as "alarmFloor", p.note, p.proposed_by as "proposedBy", p.proposed_at as "proposedAt",
  p.approved_at as "approvedAt", p.declined_at as "declinedAt",
  exists (select from payout_terms_in_force f where (f.currency, f.version) = (p.currency, p.version)) as "isInForce"`;

const propose = statement<unknown[], never>(
  'settlement-terms.propose-payout-terms',
  `insert into payout_terms (id, currency, version, minimum, retained, automatic_up_to, alarm_floor, note, proposed_by,
                             proposed_at)
   select $1, $2, 1 + coalesce(max(version), 0), $3, $4, $5, $6, $7, $8, $9 from payout_terms where currency = $2`,
);

const decide = statement<[id: string, by: string, at: Date, isApproved: boolean], { id: string }>(
  'settlement-terms.decide-payout-terms',
  `update payout_terms
      set approved_by = case when $4 then $2 end, approved_at = case when $4 then $3::timestamptz end,
          declined_by = case when $4 then null else $2 end, declined_at = case when $4 then null else $3::timestamptz end
    where id = $1 and approved_at is null and declined_at is null returning id`,
);

const find = statement<[id: string], PayoutTermsRow>(
  'settlement-terms.payout-terms',
  `select ${COLUMNS} from payout_terms p where p.id = $1`,
);

const page = statement<[currency: string | null, at: string | null, id: string | null, limit: number], PayoutTermsRow>(
  'settlement-terms.page-of-payout-terms',
  `select ${COLUMNS} from payout_terms p
    where ($1::text is null or p.currency = $1) and ($2::timestamptz is null or (p.proposed_at, p.id) < ($2, $3::uuid))
    order by p.proposed_at desc, p.id desc limit $4`,
);

@Injectable()
export class PayoutTermsRepository {
  constructor(private readonly db: Db) {}

  /** The next version of the currency. @throws PayoutTermsProposed while another one waits */
  async propose(tx: Tx, terms: NewPayoutTerms): Promise<void> {
    const { id, currency, minimum, retained, automaticUpTo, alarmFloor, note, proposedBy, proposedAt } = terms;
    const values = [id, currency, minimum, retained, automaticUpTo, alarmFloor, note, proposedBy, proposedAt];
    try {
      await query(tx, propose, values);
    } catch (error) {
      const name = violatedConstraint(error);
      if (name === 'payout_terms_one_proposed' || name === 'payout_terms_version') throw new PayoutTermsProposed({});
      throw error;
    }
  }

  /** False when they were decided about before, or there are none. @throws PayoutTermsNeedSecondPerson */
  async decide(tx: Tx, id: string, by: string, at: Date, isApproved: boolean): Promise<boolean> {
    try {
      return (await queryOne(tx, decide, [id, by, at, isApproved])) !== undefined;
    } catch (error) {
      if (violatedConstraint(error) === 'payout_terms_two_people') throw new PayoutTermsNeedSecondPerson({});
      throw error;
    }
  }

  find = (tx: Tx, id: string): Promise<PayoutTermsRow | undefined> => queryOne(tx, find, [id]);

  page(
    currency: string | null,
    after: readonly [at: string, id: string] | undefined,
    limit: number,
  ): Promise<PayoutTermsRow[]> {
    return this.db.query(page, [currency, after?.[0] ?? null, after?.[1] ?? null, limit]);
  }
}
