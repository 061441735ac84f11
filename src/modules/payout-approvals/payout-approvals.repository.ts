import { Injectable } from '@nestjs/common';
import { Db, query, queryOne, statement, violatedConstraint, type Tx } from '../../platform/database/index.js';
import { PayoutChanged } from './payout-approvals.errors.js';

export interface ApprovalRow {
  readonly approvedBy: string;
  readonly approvedAt: Date;
}

/** Somebody whose approval has lapsed may give it again. */
const add = statement<[payout: string, by: string, binding: string, at: Date, since: Date], { approvedBy: string }>(
  'payout-approvals.add',
  `insert into payout_approvals as a (payout_id, approved_by, binding_hash, approved_at) values ($1, $2, $3, $4)
   on conflict on constraint payout_approvals_once do update set approved_at = excluded.approved_at
    where a.approved_at <= $5
   returning approved_by as "approvedBy"`,
);

const list = statement<[payout: string], ApprovalRow>(
  'payout-approvals.list',
  `select approved_by as "approvedBy", approved_at as "approvedAt" from payout_approvals
    where payout_id = $1 order by approved_at, approved_by`,
);

@Injectable()
export class PayoutApprovals {
  constructor(private readonly db: Db) {}

  /**
   * False when the person's approval since then stands.
   * @throws PayoutChanged when the payout has another binding
   */
  async add(tx: Tx, payoutId: string, by: string, bindingHash: string, at: Date, since: Date): Promise<boolean> {
    try {
      return (await queryOne(tx, add, [payoutId, by, bindingHash, at, since])) !== undefined;
    } catch (error) {
      throw violatedConstraint(error) === 'payout_approvals_bound' ? new PayoutChanged({}) : error;
    }
  }

  /** In the order in which they were given, lapsed ones too. */
  list(payoutId: string, tx?: Tx): Promise<ApprovalRow[]> {
    return tx ? query(tx, list, [payoutId]) : this.db.query(list, [payoutId]);
  }
}
