import type { AccountType, Side } from './ledger.domain.js';

/** A line of the books with its journal's circumstances; amounts in minor units. */
export interface EntryRow {
  readonly journalId: string;
  readonly line: number;
  readonly accountId: string;
  readonly account: AccountType;
  readonly owner: string | null;
  readonly currency: string;
  readonly side: Side;
  readonly amount: number;
  /** Strict accounts only, on the normal side. */
  readonly balanceAfter: number | null;
  readonly accountVersion: number | null;
  readonly sourceType: string;
  readonly sourceId: string;
  readonly kind: string;
  readonly effectiveAt: Date;
  readonly postedAt: Date;
  readonly orderId: string | null;
  readonly sellerOrderId: string | null;
  readonly payoutId: string | null;
}

/** A balance on the account's normal side. */
export interface OwnerBalance {
  readonly account: AccountType;
  readonly owner: string;
  readonly currency: string;
  readonly balance: number;
}
