import { randomUUID } from 'node:crypto';
import { allocate, money, subtract, system, type Money } from '../../../src/kernel/index.js';
import {
  totalOf,
  type AccountType,
  type Circumstances,
  type EarningParts,
  type Journal,
  type Posted,
} from '../../../src/modules/ledger/index.js';
import { Book, type Move } from './book.js';

export const CURRENCIES = ['JPY', 'USD', 'KWD'] as const;
const SELLERS = 3;
const BUYERS = 2;

/** A command in numbers, so that it can be written down, shrunk and replayed; what they mean depends on its kind. */
export interface Args {
  /** Which sale, payout or hold. */
  readonly slot: number;
  readonly person: number;
  readonly currency: number;
  /** Minor units, more than zero. */
  readonly amount: number;
  /** A part of what is there, in basis points. */
  readonly share: number;
  /** Whether more is asked for than there is. */
  readonly isGreedy: boolean;
}

/** Business events that are posted together, and what they mean by the printed table of journals. */
export interface Deed {
  readonly journals: readonly Journal[];
  readonly moves: readonly Move[];
  /** What is so from then on. */
  readonly done?: (posted: readonly Posted[]) => void;
}

export type Rule = (world: World, args: Args) => Deed | undefined;

export interface Funding {
  readonly paid: number;
  readonly credit: number;
  readonly coupon: number;
}

export interface Sale {
  readonly id: string;
  readonly seller: string;
  readonly buyer: string;
  readonly currency: string;
  /** What is left of it. */
  readonly parts: EarningParts;
  readonly funding: Funding;
  readonly state: 'unpaid' | 'escrowed' | 'pending' | 'available' | 'disputed';
}

interface Owned {
  readonly id: string;
  readonly owner: string;
  readonly amount: Money;
}

export interface Payout extends Owned {
  readonly created: Posted['journalId'];
  readonly state: 'created' | 'paid';
}

export interface Dispute extends Owned {
  readonly held: Money;
  readonly fee: Money;
}

export interface Deal {
  readonly sold: Money;
  readonly expected: Money;
}

const people = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

/** The parties of a run and what is open between them; every run has parties of its own. */
export class World {
  readonly book = new Book();
  readonly buyers: readonly string[];
  readonly sellers: readonly string[];
  readonly affiliate = randomUUID();
  readonly bank = randomUUID();
  readonly sales = new Map<number, Sale>();
  readonly refunds = new Map<number, Owned>();
  readonly lots = new Map<number, Owned>();
  readonly holds = new Map<number, Owned>();
  readonly payouts = new Map<number, Payout>();
  readonly disputes = new Map<number, Dispute>();
  readonly deals = new Map<number, Deal>();
  readonly affiliations = new Map<number, Owned>();

  /** Worlds that share their sellers and buyers meet on the accounts of these. */
  constructor(shared: Pick<World, 'buyers' | 'sellers'> = { buyers: people(BUYERS), sellers: people(SELLERS) }) {
    this.buyers = shared.buyers;
    this.sellers = shared.sellers;
  }

  seller = ({ person }: Args): string => this.sellers[person % this.sellers.length] ?? '';
  buyer = ({ person }: Args): string => this.buyers[person % this.buyers.length] ?? '';

  /** What is there, or for the greedy one unit more. */
  wanted(account: AccountType, owner: string, currency: string, { amount, isGreedy }: Args): Money {
    const there = this.book.of(account, owner, currency);
    return money(isGreedy ? there + 1 : Math.min(there, amount), currency);
  }
}

export const codeOf = ({ currency }: Pick<Args, 'currency'>): string =>
  CURRENCIES[currency % CURRENCIES.length] ?? 'USD';

export const at: Circumstances = { effectiveAt: new Date('2026-03-01T10:00:00Z'), actor: system('proof') };

export const move = (account: AccountType, amount: Money, owner?: string, sign: 1 | -1 = 1): Move => ({
  account,
  ...(owner !== undefined && { owner }),
  currency: amount.currency,
  by: sign * amount.amount,
});
export const less = (account: AccountType, amount: Money, owner?: string): Move => move(account, amount, owner, -1);

/** Item, a fifth of tax, some shipping and a tenth of commission. */
export function partsOf({ amount, share }: Args, currency: string): EarningParts {
  const of = (minor: number): Money => money(minor, currency);
  return {
    item: of(amount),
    tax: of(Math.floor(amount / 5)),
    shipping: of(share % 700),
    commission: of(Math.floor(amount / 10)),
    shippingTo: share % 2 === 0 ? 'platform' : 'seller',
  };
}

export const minus = (parts: EarningParts, taken: EarningParts): EarningParts => ({
  item: subtract(parts.item, taken.item),
  tax: subtract(parts.tax, taken.tax),
  shipping: subtract(parts.shipping, taken.shipping),
  commission: subtract(parts.commission, taken.commission),
  shippingTo: parts.shippingTo,
});

/** How a part of a sale had been paid. */
export function fundingOf({ paid, credit, coupon }: Funding, part: Money): Funding {
  const [p, c, k] = allocate(part, [paid, credit, coupon]).map(({ amount }) => amount);
  return { paid: p ?? 0, credit: c ?? 0, coupon: k ?? 0 };
}

export const isOver = ({ parts }: Sale): boolean => totalOf(parts).amount === 0;
