import { Injectable } from '@nestjs/common';
import { query, queryOne, statement, type Tx } from '../../platform/database/index.js';

const setFrozen = statement<[account: string, frozen: boolean], { isChanged: boolean }>(
  'books.set-frozen',
  'select ledger.set_frozen($1, $2) as "isChanged"',
);

const isOfCompanyOf = statement<[owner: string | null, userId: string], { isTheirs: boolean }>(
  'books.is-of-company-of',
  'select exists (select from company_members where company_id = $1 and user_id = $2) as "isTheirs"',
);

const note = statement<[id: string, account: string, reason: string, by: string, at: Date], never>(
  'books.note-freeze',
  `insert into account_freezes (id, account_id, reason, frozen_by, frozen_at) values ($1, $2, $3, $4, $5)`,
);

const noteLift = statement<[account: string, reason: string, by: string, at: Date], never>(
  'books.note-lift',
  `update account_freezes set lift_reason = $2, lifted_by = $3, lifted_at = $4
    where account_id = $1 and lifted_at is null`,
);

@Injectable()
export class AccountFreezes {
  /** Locks the balance. False when the account is in the state that is wanted, or in no state to be frozen. */
  async set(tx: Tx, account: string, isFrozen: boolean): Promise<boolean> {
    return (await queryOne(tx, setFrozen, [account, isFrozen]))?.isChanged ?? false;
  }

  /** Whether the owner is a company that the person belongs to. */
  async isOfCompanyOf(tx: Tx, owner: string | null, userId: string): Promise<boolean> {
    return (await queryOne(tx, isOfCompanyOf, [owner, userId]))?.isTheirs ?? false;
  }

  async note(tx: Tx, id: string, account: string, reason: string, by: string, at: Date): Promise<void> {
    await query(tx, note, [id, account, reason, by, at]);
  }

  async noteLift(tx: Tx, account: string, reason: string, by: string, at: Date): Promise<void> {
    await query(tx, noteLift, [account, reason, by, at]);
  }
}
