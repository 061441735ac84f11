import { Injectable } from '@nestjs/common';
import type { Id } from '../../kernel/index.js';
import { newId, query, queryOne, statement, type Tx } from '../../platform/database/index.js';
import { lateDocumentOf, type LateJournal } from './late-journal.domain.js';
import { isBalanced, keyOf, type AccountType } from './ledger.domain.js';
import { refusing } from './ledger-refusals.js';
import { Unbalanced } from './ledger.errors.js';

export interface Posted {
  readonly journalId: Id<'jnl'>;
  /** False when the source had been posted before, with the same lines. */
  readonly posted: boolean;
}

/** A strict balance; its row stays locked until the transaction ends. */
export interface LockedBalance {
  readonly account: AccountType;
  /** On the account's normal side, in minor units. */
  readonly balance: number;
  /** Number of entries so far. */
  readonly version: number;
}

const post = statement<[journals: string], Posted>(
  'ledger.post',
  `select journal_id as "journalId", posted from ledger.post($1::jsonb)`,
);

const lock = statement<[owner: string, currency: string, types: readonly string[]], LockedBalance>(
  'ledger.lock',
  'select account, version, balance from ledger.lock_balances($1, $2, $3)',
);

const closedUntil = statement<[], { until: Date | null }>(
  'ledger.closed-until',
  'select max(ends_at) as until from ledger.period_lock',
);

const rollUp = statement<[most: number], { moved: number }>('ledger.roll-up', `select ledger.roll_up($1) as moved`);

/** What is written to the books. */
@Injectable()
export class PostingRepository {
  async post(tx: Tx, journals: readonly LateJournal[]): Promise<Posted[]> {
    if (journals.length === 0) return [];
    const uneven = journals.find((journal) => !isBalanced(journal));
    if (uneven) throw new Unbalanced({ source: keyOf(uneven) });
    const documents = journals.map((journal) => lateDocumentOf(newId('jnl'), journal));
    return refusing(
      () => journals.map(keyOf).join(', '),
      () => query(tx, post, [JSON.stringify(documents)]),
    );
  }

  /** The end of the last closed period; nothing takes effect before it any more. */
  async closedUntil(tx: Tx): Promise<Date | null> {
    return (await queryOne(tx, closedUntil, []))?.until ?? null;
  }

  lock(tx: Tx, owner: string, currency: string, accounts: readonly AccountType[]): Promise<LockedBalance[]> {
    return query(tx, lock, [owner, currency, accounts]);
  }

  /** Returns how many delta rows it moved, `most` at the most. */
  async rollUp(tx: Tx, most: number): Promise<number> {
    return (await queryOne(tx, rollUp, [most]))?.moved ?? 0;
  }
}
