import type { AccountType } from '../../../src/modules/ledger/index.js';

/** What a business event adds to a balance, on the account's normal side and in minor units. */
export interface Move {
  readonly account: AccountType;
  /** Nobody owns what belongs to the platform. */
  readonly owner?: string;
  readonly currency: string;
  readonly by: number;
}

export interface Balance {
  readonly account: string;
  readonly owner: string | null;
  readonly currency: string;
  readonly balance: number;
}

const keyOf = ({ account, owner, currency }: Omit<Move, 'by'>): string => `${account} ${owner ?? '-'} ${currency}`;

/** A book as plain as can be: a number for each account. What has an owner may not fall below zero. */
export class Book {
  private readonly balances = new Map<string, number>();

  of(account: AccountType, owner: string, currency: string): number {
    return this.balances.get(keyOf({ account, owner, currency })) ?? 0;
  }

  /** Whether all of it together leaves nobody below zero. */
  covers(moves: readonly Move[]): boolean {
    const after = new Map<string, number>();
    for (const move of moves) {
      if (move.owner === undefined) continue;
      const key = keyOf(move);
      after.set(key, (after.get(key) ?? this.balances.get(key) ?? 0) + move.by);
    }
    return [...after.values()].every((balance) => balance >= 0);
  }

  apply(moves: readonly Move[]): void {
    for (const move of moves) this.balances.set(keyOf(move), (this.balances.get(keyOf(move)) ?? 0) + move.by);
  }

  /** Takes over what the real books say of somebody. */
  learn(account: AccountType, owner: string, currency: string, balance: number): void {
    this.balances.set(keyOf({ account, owner, currency }), balance);
  }

  /** `account owner currency amount` of every balance that is not zero, of one owner or of all. */
  lines(owner?: string): string[] {
    return [...this.balances]
      .filter(([key, balance]) => balance !== 0 && (owner === undefined || key.split(' ')[1] === owner))
      .map(([key, balance]) => `${key} ${balance}`)
      .sort();
  }
}

/** The same of real balances. */
export const linesOf = (balances: readonly Balance[]): string[] =>
  balances
    .filter(({ balance }) => balance !== 0)
    .map(({ account, owner, currency, balance }) => `${account} ${owner ?? '-'} ${currency} ${balance}`)
    .sort();
