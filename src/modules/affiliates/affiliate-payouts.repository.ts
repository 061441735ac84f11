import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { AffiliateSecondPersonNeeded, AffiliateTransferKnown, NothingToPay } from './affiliates.errors.js';

/** Minor units of `currency`. */
export interface AffiliatePayoutRow {
  readonly id: string;
  readonly affiliateId: string;
  readonly currency: string;
  readonly amount: number;
  readonly state: 'created' | 'paid' | 'failed' | 'returned';
  readonly journalId: string;
  readonly createdBy: string;
  readonly createdAt: Date;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly bankReference: string | null;
  readonly failure: string | null;
}

export interface PayoutDecision {
  readonly by: string;
  readonly at: Date;
  readonly bankReference?: string;
  readonly failure?: string;
}

const COLUMNS = `id, affiliate_id as "affiliateId", currency, amount, state, journal_id as "journalId",
  created_by as "createdBy", created_at as "createdAt", decided_by as "decidedBy", decided_at as "decidedAt",
  bank_reference as "bankReference", failure`;

const insert = statement<unknown[], AffiliatePayoutRow>(
  'affiliates.insert-payout',
  `insert into affiliate_payouts (id, affiliate_id, currency, amount, journal_id, created_by, created_at, updated_at)
   values ($1, $2, $3, $4, $5, $6, $7, $7) returning ${COLUMNS}`,
);

const decide = statement<
  [id: string, by: string, at: Date, reference: string | null, failure: string | null],
  AffiliatePayoutRow
>(
  'affiliates.decide-payout',
  `update affiliate_payouts set decided_by = $2, decided_at = $3, bank_reference = $4, failure = $5
    where id = $1 and state = 'created' returning ${COLUMNS}`,
);

const noteReturn = statement<[id: string, reason: string], AffiliatePayoutRow>(
  'affiliates.note-payout-return',
  `update affiliate_payouts set failure = $2 where id = $1 returning ${COLUMNS}`,
);

const find = statement<[id: string], AffiliatePayoutRow>(
  'affiliates.payout',
  `select ${COLUMNS} from affiliate_payouts where id = $1`,
);

const page = statement<[state: string | null, before: string | null, limit: number], AffiliatePayoutRow>(
  'affiliates.page-of-payouts',
  `select ${COLUMNS} from affiliate_payouts
    where ($1::text is null or state = $1) and ($2::uuid is null or id < $2) order by id desc limit $3`,
);

const REFUSALS: Readonly<Record<string, new (params: Record<string, never>) => Error>> = {
  affiliate_payouts_open: NothingToPay,
  affiliate_payouts_four_eyes: AffiliateSecondPersonNeeded,
  affiliate_payouts_bank_reference: AffiliateTransferKnown,
};

export type NewAffiliatePayout = Pick<
  AffiliatePayoutRow,
  'id' | 'affiliateId' | 'currency' | 'amount' | 'journalId' | 'createdBy' | 'createdAt'
>;

@Injectable()
export class AffiliatePayouts {
  constructor(private readonly db: Db) {}

  /** @throws NothingToPay while one is under way */
  async insert(tx: Tx, row: NewAffiliatePayout): Promise<AffiliatePayoutRow> {
    const { id, affiliateId, currency, amount, journalId, createdBy, createdAt } = row;
    const values = [id, affiliateId, currency, amount, journalId, createdBy, createdAt];
    return (await refusing(() => queryOne(tx, insert, values))) as AffiliatePayoutRow;
  }

  /** `undefined` unless it waits for that. @throws AffiliateTransferKnown */
  decide(tx: Tx, id: string, { by, at, bankReference, failure }: PayoutDecision) {
    return refusing(() => queryOne(tx, decide, [id, by, at, bankReference ?? null, failure ?? null]));
  }

  /** After it was moved. */
  async noteReturn(tx: Tx, id: string, reason: string): Promise<AffiliatePayoutRow> {
    return (await queryOne(tx, noteReturn, [id, reason])) as AffiliatePayoutRow;
  }

  async exists(tx: Tx, id: string): Promise<boolean> {
    return (await query(tx, find, [id])).length === 1;
  }

  page(state: string | undefined, before: string | undefined, limit: number): Promise<AffiliatePayoutRow[]> {
    return this.db.query(page, [state ?? null, before ?? null, limit]);
  }
}

/** Says a violated rule of the database as what it means. */
export async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const Refusal = REFUSALS[violatedConstraint(error) ?? ''];
    throw Refusal ? new Refusal({}) : error;
  }
}
