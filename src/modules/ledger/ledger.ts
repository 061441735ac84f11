import { Injectable } from '@nestjs/common';
import type { Tx } from '../../platform/database/index.js';
import { DateJournals } from './date-journals.js';
import type { AccountType, Journal } from './ledger.domain.js';
import { LedgerRepository } from './ledger.repository.js';
import type { EntryRow, OwnerBalance } from './ledger.rows.js';
import { PostingRepository, type LockedBalance, type Posted } from './posting.repository.js';

export interface EntriesFilter {
  readonly owner: string;
  readonly accounts: readonly AccountType[];
  readonly currency?: string;
}

/** The books: double entry, immutable, one journal for each source. Amounts are minor units. */
@Injectable()
export class Ledger {
  constructor(
    private readonly posting: PostingRepository,
    private readonly books: LedgerRepository,
    private readonly dates: DateJournals,
  ) {}

  /**
   * Posts a journal, or finds the one that its source has; what it moves commits with the caller. One round trip. What
   * happened in a closed period takes effect now, and keeps the instant at which it happened beside.
   * @throws LedgerConflict when the source was posted with other lines
   * @throws InsufficientBalance when a balance would fall below its floor
   * @throws Unbalanced when debits and credits differ
   */
  async post(tx: Tx, journal: Journal): Promise<Posted> {
    const [posted] = await this.postAll(tx, [journal]);
    return posted as Posted;
  }

  /** Posts several journals, in order, and locks the union of their accounts first: one round trip, no deadlock. */
  async postAll(tx: Tx, journals: readonly Journal[]): Promise<Posted[]> {
    return this.posting.post(tx, await this.dates.run(tx, journals));
  }

  /** Locks an owner's strict balances until the transaction ends. Accounts that were never used are absent. */
  lock(tx: Tx, owner: string, currency: string, accounts: readonly AccountType[]): Promise<LockedBalance[]> {
    return this.posting.lock(tx, owner, currency, accounts);
  }

  /** A balance on the account's normal side; 0 when the account was never used. Locks nothing. */
  balance(tx: Tx, account: AccountType, owner: string | null, currency: string): Promise<number> {
    return this.books.balance(tx, account, owner, currency);
  }

  /** What holds keep back of a strict balance. */
  held(tx: Tx, account: AccountType, owner: string, currency: string): Promise<number> {
    return this.books.held(tx, account, owner, currency);
  }

  /** Every strict balance that belongs to the owner. */
  balancesOf(owner: string): Promise<OwnerBalance[]> {
    return this.books.balancesOf(owner);
  }

  /** Owners of at least `minimum` (> 0) on a liability account, by owner and currency, after the given one. */
  holders(account: AccountType, minimum: number, limit: number, after?: OwnerBalance): Promise<OwnerBalance[]> {
    return this.books.holders(account, minimum, limit, after);
  }

  /** The entries of one strict account after its given version, in the order they were posted. */
  entriesAfter(tx: Tx, account: AccountType, owner: string, currency: string, version: number): Promise<EntryRow[]> {
    return this.books.entriesAfter(tx, account, owner, currency, version);
  }

  /** The latest entries of an owner's accounts, newest first, from before the `[journalId, line]` given. */
  entries(filter: EntriesFilter, limit: number, before?: readonly [string, number]): Promise<EntryRow[]> {
    return this.books.entriesOfOwner(filter.owner, filter.accounts, filter.currency ?? null, limit, before);
  }
}
