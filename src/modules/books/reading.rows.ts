import type { AccountType, Side } from '../ledger/index.js';

export interface AccountRow {
  readonly accountId: string;
  readonly account: AccountType;
  readonly class: string;
  readonly owner: string | null;
  readonly currency: string;
  readonly status: string;
  readonly freezeReason: string | null;
  readonly mode: string;
  readonly debit: number;
  readonly credit: number;
  /** On the normal side. */
  readonly balance: number;
  /** Held, and not to be spent. */
  readonly pending: number;
}

/** An entry of one account, newest first. */
export interface AccountEntryRow {
  readonly journalId: string;
  readonly line: number;
  readonly currency: string;
  readonly side: Side;
  readonly amount: number;
  /** On the account's normal side, as it was posted or, for a platform-wide account, in the order of the list. */
  readonly balanceAfter: number;
  /** What the list has after the next older entry. */
  readonly balanceBefore: number;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly kind: string;
  readonly effectiveAt: Date;
}

export interface JournalLineRow {
  readonly line: number;
  readonly accountId: string;
  readonly account: AccountType;
  readonly owner: string | null;
  readonly side: Side;
  readonly amount: number;
  readonly currency: string;
}

export interface JournalRow {
  readonly id: string;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly kind: string;
  readonly reversesId: string | null;
  readonly correctsId: string | null;
  readonly orderId: string | null;
  readonly sellerOrderId: string | null;
  readonly sellerId: string | null;
  readonly paymentId: string | null;
  readonly payoutId: string | null;
  readonly effectiveAt: Date;
  readonly postedAt: Date;
  readonly actorType: string;
  readonly actorId: string;
  readonly ruleVersion: string | null;
  readonly lines: readonly JournalLineRow[];
}

/** What a list of journals is narrowed to. */
export interface JournalFilter {
  readonly sourceType?: string;
  readonly sourceId?: string;
  readonly orderId?: string;
  readonly sellerId?: string;
  readonly paymentId?: string;
  readonly payoutId?: string;
  readonly from?: string;
  readonly until?: string;
}

export interface TrialBalanceRow {
  readonly currency: string;
  readonly account: AccountType;
  readonly class: string;
  /** The provider, bank, jurisdiction or carrier; null for all accounts of other owners together. */
  readonly owner: string | null;
  readonly debit: number;
  readonly credit: number;
}
