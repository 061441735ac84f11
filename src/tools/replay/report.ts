import type { ApiClient } from '../api-client.js';
import type { Cast } from './cast.js';
import type { DayBook, Placed } from './day-book.js';
import { inParallel } from './in-parallel.js';
import type { FileTruth } from './truth.js';

interface OrderAnswer {
  readonly totals: { readonly total: { readonly amount: number } };
  readonly sellerOrders: readonly { readonly state: string }[];
}

interface TrialBalance {
  readonly currencies: readonly {
    readonly currency: string;
    readonly debit: number;
    readonly credit: number;
    readonly difference: number;
    readonly accounts: readonly { readonly account: string; readonly debit: number; readonly credit: number }[];
  }[];
}

interface Rating {
  readonly count: number;
  readonly mean: number;
  readonly bayesianMean: number;
  readonly wilsonLowerBound: number;
}

export interface Books {
  readonly currency: string;
  readonly debit: number;
  readonly credit: number;
  /** Credit less debit, by account type. */
  readonly accounts: Readonly<Record<string, number>>;
}

export interface Report {
  /** How many seller orders of each status in the files are in each state now. */
  readonly states: Record<string, Record<string, number>>;
  readonly placed: number;
  readonly orderValue: number;
  readonly books: readonly Books[];
  readonly ratings: readonly (Rating & { readonly seller: string })[];
  readonly faults: readonly string[];
}

/** The states in which the marketplace may rightly have an order of each status in the files, timers included. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  delivered: ['delivered', 'confirmed', 'completed'],
  shipped: ['shipped', 'delivered', 'confirmed', 'completed'],
  invoiced: ['accepted', 'cancelled'],
  processing: ['accepted', 'cancelled'],
  approved: ['accepted', 'cancelled'],
  created: ['accepted', 'cancelled'],
  canceled: ['cancelled'],
  unavailable: ['cancelled'],
};

/** A replay that went wrong altogether is not told order by order. */
const MOST_FAULTS = 1_000;

/** Asks the marketplace for every order placed and compares it with the files. */
export async function compare(api: ApiClient, cast: Cast, book: DayBook, truth: FileTruth): Promise<Report> {
  const states: Record<string, Record<string, number>> = {};
  const faults: string[] = [];
  let orderValue = 0;
  const orders = await inParallel(book.placed(), 12, async (placed) => {
    const { token } = await cast.buyer(placed.buyer);
    const order = await api.get<OrderAnswer>(`/v1/orders/${placed.id}`, token);
    orderValue += order.totals.total.amount;
    if (faults.length < MOST_FAULTS) faults.push(...faultsOf(placed, order));
    for (const { state } of order.sellerOrders) count(states, placed.status, state);
  });
  const traded = Object.values(truth.tradedByStatus).reduce((a, b) => a + b, 0);
  if (orders !== traded) faults.push(`${traded} orders can be traded, ${orders} were placed`);
  if (orderValue !== truth.orderValue) faults.push(`order value ${orderValue}, in the files ${truth.orderValue}`);
  const books = await booksOf(api, cast);
  faults.push(...books.filter((b) => b.debit !== b.credit).map((b) => `ledger: ${b.currency} does not balance`));
  const ratings = await ratingsOf(api, cast, truth, faults);
  return { states, placed: orders, orderValue, books, ratings, faults };
}

function faultsOf(placed: Placed, order: OrderAnswer): string[] {
  const faults: string[] = [];
  const { amount } = order.totals.total;
  if (amount !== placed.total) faults.push(`order ${placed.orderId}: ${amount}, in the files ${placed.total}`);
  const wrong = order.sellerOrders.find(({ state }) => !EXPECTED[placed.status]?.includes(state));
  if (wrong) faults.push(`order ${placed.orderId}: ${placed.status} in the files, ${wrong.state} here`);
  return faults;
}

function count(states: Record<string, Record<string, number>>, status: string, state: string): void {
  const row = (states[status] ??= {});
  row[state] = (row[state] ?? 0) + 1;
}

async function booksOf(api: ApiClient, cast: Cast): Promise<Books[]> {
  const { currencies } = await api.get<TrialBalance>('/v1/finance/trial-balance', await cast.accountant());
  return currencies.map(({ currency, debit, credit, accounts }) => ({
    currency,
    debit,
    credit,
    accounts: Object.fromEntries(accounts.map((line) => [line.account, line.credit - line.debit])),
  }));
}

/** The ratings of the sellers rated most, against what the files add up to. */
async function ratingsOf(api: ApiClient, cast: Cast, truth: FileTruth, faults: string[]): Promise<Report['ratings']> {
  const ratings = [];
  for (const expected of truth.mostRated()) {
    const { sellerId } = await cast.seller(expected.seller, '');
    const rating = await api.get<Rating>(`/v1/sellers/${sellerId}/rating`);
    const isSame = rating.count === expected.count && Math.abs(rating.mean - expected.sum / expected.count) < 1e-4;
    if (!isSame) faults.push(`rating of ${expected.seller}: ${rating.count} × ${rating.mean}, not as in the files`);
    ratings.push({ seller: expected.seller, ...rating });
  }
  return ratings;
}
