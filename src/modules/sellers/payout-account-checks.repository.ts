import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import type { AccountOutcome } from './payout-account.domain.js';

export interface AccountDecision {
  readonly outcome: AccountOutcome;
  readonly reason?: string;
  readonly by: string;
  readonly at: Date;
}

type DecisionInput = [id: string, outcome: string, reason: string | null, by: string, at: Date];

/** The first decision about the account that is named now counts; one about an earlier account changes nothing. */
const decide = statement<DecisionInput, { sellerId: Id<'sel'> }>(
  'sellers.decide-payout-account',
  `update seller_payout_accounts
      set verification_state = $2, verification_reason = $3, verification_decided_by = $4, verification_decided_at = $5,
          verification_needs_operator = false, updated_at = $5
    where verification_id = $1 and verification_state = 'pending' returning seller_id as "sellerId"`,
);

const askOperator = statement<[id: string], never>(
  'sellers.payout-account-needs-operator',
  `update seller_payout_accounts set verification_needs_operator = true
    where verification_id = $1 and verification_state = 'pending'`,
);

/** Decisions whether payout accounts are their sellers'. */
@Injectable()
export class PayoutAccountChecks {
  /** Whose account was decided about; `undefined` when it was before, or the seller has named another one. */
  async decide(tx: Tx, verificationId: string, decision: AccountDecision): Promise<Id<'sel'> | undefined> {
    const { outcome, reason = null, by, at } = decision;
    return (await queryOne(tx, decide, [verificationId, outcome, reason, by, at]))?.sellerId;
  }

  async askOperator(tx: Tx, verificationId: string): Promise<void> {
    await query(tx, askOperator, [verificationId]);
  }
}
