export const SELLER_ACCOUNTS = ['pending', 'available', 'reserve', 'held', 'receivable'] as const;
export type SellerAccount = (typeof SELLER_ACCOUNTS)[number];

/** One of the seller's accounts over a period; minor units on its normal side. */
export interface Balance {
  readonly account: SellerAccount;
  readonly opening: number;
  readonly increase: number;
  readonly decrease: number;
  readonly closing: number;
  /** How many entries of the account are on its statements until this one. */
  readonly listed: number;
}

/** What entries of one kind changed of the seller's money as a whole; minor units. */
export interface KindTotal {
  readonly kind: string;
  readonly entries: number;
  readonly increase: number;
  readonly decrease: number;
}

export interface StatementLine {
  readonly account: SellerAccount;
  /** What the account gained, or lost when negative; minor units. */
  readonly change: number;
  readonly kind: string;
  readonly effectiveAt: Date;
  /** Of a correction: when what it corrects took effect, or when it did so itself, before the period began. */
  readonly originalAt: Date | null;
  readonly sellerOrderId: string | null;
  readonly payoutId: string | null;
  readonly journalId: string;
  readonly line: number;
}

export interface StatementHead {
  readonly sellerId: string;
  readonly number: number;
  /** `2026-03` */
  readonly period: string;
  readonly currency: string;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly issuedAt: Date;
  readonly previousHash: Buffer;
}
