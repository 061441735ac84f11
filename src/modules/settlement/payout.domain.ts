import { millisecondsOf, money, plus, share } from '../../kernel/index.js';
import type { Policy } from './earning.domain.js';

export const SKIP_REASONS = [
  'payouts_disabled',
  'manual_approval',
  'not_due',
  'retry_scheduled',
  'kyc_not_valid',
  'seller_not_active',
  'no_payout_account',
  'payout_account_disabled',
  'payout_account_changed',
  'payout_account_unverified',
  'below_minimum',
  'volume_alarm',
  'approval_needed',
  'not_entitled',
] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** After this long without a payout, the minimum no longer counts. */
const LONGEST_CARRY = 'P90D';
/** Half a day short: cut-offs move with summer time, and what is tried again is paid some hours after one. */
const WEEK = 'P6DT12H';

/** What the last payout of a seller in a currency says about the next one. */
export interface PayoutHistory {
  /** The run of the last payout, however it ended. */
  readonly latestRunAt: Date | null;
  /** The run of the last payout that did not fail. */
  readonly lastRunAt: Date | null;
  /** Since when money has been waiting: the last payout, or the first release. */
  readonly waitingSince: Date | null;
  /** When the last payout, which failed for a passing reason, is tried again. */
  readonly retryAt: Date | null;
}

export interface PayoutTerms extends Pick<Policy, 'payoutCadence' | 'manualFirstPayout'> {
  readonly minimum: number;
  readonly retained: number;
  /** The most that the payout comes to. */
  readonly cap?: number;
}

/** A seller that is closed gets everything. */
export const LAST_TERMS: PayoutTerms = { payoutCadence: 'daily', manualFirstPayout: false, minimum: 1, retained: 0 };

/** What being paid at once costs. */
export interface InstantFee {
  readonly version: number;
  /** Of what the payout takes from the balance. */
  readonly feeBps: number;
  /** Minor units. */
  readonly minimumFee: number;
}

/** What a balance comes to when it is paid, in minor units: amount + fee + left is all of it. */
export interface Division {
  readonly amount: number;
  readonly fee: number;
  /** For the next payout: what is retained, and what exceeds the cap. */
  readonly left: number;
}

/** The fee is taken out of what is paid, so that amount and fee together stay within the cap. */
export function divide(
  balance: number,
  currency: string,
  { retained, cap = Number.MAX_SAFE_INTEGER }: Pick<PayoutTerms, 'retained' | 'cap'>,
  instant?: Omit<InstantFee, 'version'>,
): Division {
  const taken = Math.min(balance - retained, cap);
  const fee = instant ? Math.max(share(money(taken, currency), instant.feeBps).amount, instant.minimumFee) : 0;
  return { amount: taken - fee, fee, left: balance - taken };
}

/** Reasons that need no lock and no look at the bank account; most sellers of a run end here. */
export function reasonNotToTry(
  terms: PayoutTerms,
  history: PayoutHistory,
  available: number,
  runAt: Date,
): SkipReason | undefined {
  if (history.latestRunAt && history.latestRunAt >= runAt) return 'not_due';
  if (history.retryAt && history.retryAt > runAt) return 'retry_scheduled';
  if (terms.payoutCadence === 'manual') return 'manual_approval';
  if (terms.payoutCadence === 'weekly' && isWithin(history.lastRunAt, WEEK, runAt)) return 'not_due';
  if (available - terms.retained < smallest(terms, history, runAt)) return 'below_minimum';
  return undefined;
}

/** A seller that is closed gets what is left. Whoever was never verified, or is not any more, gets nothing. */
export function reasonOfSeller(
  state: string | undefined,
  verifiedUntil: Date | null = null,
  now = new Date(0),
): SkipReason | undefined {
  if (state === 'closed') return undefined;
  if (state === 'active') return verifiedUntil !== null && verifiedUntil <= now ? 'kyc_not_valid' : undefined;
  return state === 'restricted' || state === 'suspended' ? 'seller_not_active' : 'kyc_not_valid';
}

/** The bank account as far as it decides whether money may leave. */
export interface PayoutAccountFacts {
  readonly state: 'active' | 'disabled';
  readonly payoutsFrom: Date;
  readonly verification: 'pending' | 'verified' | 'failed';
}

export function reasonOfAccount(account: PayoutAccountFacts | undefined, now: Date): SkipReason | undefined {
  if (!account) return 'no_payout_account';
  if (account.state !== 'active') return 'payout_account_disabled';
  if (account.payoutsFrom > now) return 'payout_account_changed';
  if (account.verification !== 'verified') return 'payout_account_unverified';
  return undefined;
}

function smallest(terms: PayoutTerms, { waitingSince }: PayoutHistory, runAt: Date): number {
  const isStale = waitingSince !== null && !isWithin(waitingSince, LONGEST_CARRY, runAt);
  return isStale ? 1 : terms.minimum;
}

const isWithin = (since: Date | null, duration: string, now: Date): boolean =>
  since !== null && now.getTime() - since.getTime() < millisecondsOf(duration);

const LOOKUP_PAUSES = ['PT1M', 'PT5M', 'PT30M', 'PT2H', 'PT6H'] as const;
const RETRY_PAUSES = ['PT1H', 'PT6H', 'P1D', 'P3D'] as const;

/** When to look again at the bank for a payout whose end we do not know. */
export const nextLookupAt = (now: Date, lookups: number): Date => plus(now, LOOKUP_PAUSES[lookups] ?? 'P1D');

/** When to try again after the attempt that failed for a passing reason; `undefined` after the last one. */
export function nextAttemptAt(now: Date, attempt: number): Date | undefined {
  const pause = RETRY_PAUSES[attempt - 1];
  return pause === undefined ? undefined : plus(now, pause);
}

/** A payout that the bank still does not know a day after it was submitted was never received. */
export const wasNeverReceived = (submittedAt: Date, now: Date): boolean => !isWithin(submittedAt, 'P1D', now);
