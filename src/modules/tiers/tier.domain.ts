import { createHash } from 'node:crypto';

export const TIERS = ['T0', 'T1', 'T2', 'T3'] as const;
export type Tier = (typeof TIERS)[number];

/** What is known of a seller when its tier is judged. */
export interface TierFacts {
  readonly sellerId: string;
  readonly tier: Tier;
  readonly ageDays: number;
  /** Since its identity was verified. */
  readonly verificationAgeDays: number;
  /** Its end has passed. */
  readonly isVerificationExpired: boolean;
  /** Risk has taken its right to list, or to sell at all. */
  readonly isRestricted: boolean;
  /** Of all times. */
  readonly deliveredOrders: number;
  /** Of the window: shipped, or overdue. */
  readonly dueOrders: number;
  readonly lateOrders: number;
  readonly disputedOrders: number;
}

export interface Thresholds {
  readonly version: number;
  /** How far back orders count for the rates. */
  readonly windowDays: number;
  readonly standardMinAgeDays: number;
  readonly standardMinDelivered: number;
  readonly trustedMinAgeDays: number;
  /** Rates stay below these, in basis points. */
  readonly trustedDisputeBps: number;
  readonly trustedLateBps: number;
  /** A rate above it restricts. */
  readonly restrictedDisputeBps: number;
  readonly verificationDays: number;
  /** How long before the end of a verification its seller is told. */
  readonly verificationNoticeDays: number;
}

export const REASONS = [
  'age',
  'delivered_orders',
  'dispute_rate',
  'late_rate',
  'risk_flag',
  'verification_expired',
  'restriction_over',
] as const;
export type Reason = (typeof REASONS)[number];

export interface Conclusion {
  readonly to: Tier;
  readonly reasons: readonly Reason[];
}

/** Of the orders that were due, in basis points; without any there is nothing to complain of. */
export const rateBps = (count: number, due: number): number => (due === 0 ? 0 : Math.floor((count * 10_000) / due));

const named = (reasons: Readonly<Partial<Record<Reason, boolean>>>): Reason[] =>
  REASONS.filter((reason) => reasons[reason] === true);

/** Compares without division, so that no rounding decides. */
const isAbove = (count: number, due: number, bps: number): boolean => count * 10_000 > bps * Math.max(due, 1);
const isBelow = (count: number, due: number, bps: number): boolean => count === 0 || count * 10_000 < bps * due;

const restrictions = (facts: TierFacts, rules: Thresholds): Reason[] =>
  named({
    risk_flag: facts.isRestricted,
    dispute_rate: isAbove(facts.disputedOrders, facts.dueOrders, rules.restrictedDisputeBps),
    verification_expired: facts.isVerificationExpired || facts.verificationAgeDays > rules.verificationDays,
  });

const isStandard = (facts: TierFacts, rules: Thresholds): boolean =>
  facts.ageDays >= rules.standardMinAgeDays && facts.deliveredOrders >= rules.standardMinDelivered;

const merits = (facts: TierFacts, rules: Thresholds): Partial<Record<Reason, boolean>> => ({
  age: facts.ageDays > rules.trustedMinAgeDays,
  dispute_rate: isBelow(facts.disputedOrders, facts.dueOrders, rules.trustedDisputeBps),
  late_rate: isBelow(facts.lateOrders, facts.dueOrders, rules.trustedLateBps),
});

/**
 * The tier a seller should get next, or `undefined` where it has the right one. One step at a time: who is new becomes
 * standard before it is trusted, who was restricted becomes standard, and nobody becomes new again.
 */
export function conclude(facts: TierFacts, rules: Thresholds): Conclusion | undefined {
  const against = restrictions(facts, rules);
  if (against.length > 0) return facts.tier === 'T3' ? undefined : { to: 'T3', reasons: against };
  if (facts.tier === 'T3') return { to: 'T1', reasons: ['restriction_over'] };
  if (facts.tier === 'T0')
    return isStandard(facts, rules) ? { to: 'T1', reasons: ['age', 'delivered_orders'] } : undefined;
  const found = merits(facts, rules);
  const missing = named({ age: !found.age, dispute_rate: !found.dispute_rate, late_rate: !found.late_rate });
  if (facts.tier === 'T2') return missing.length > 0 ? { to: 'T1', reasons: missing } : undefined;
  return missing.length === 0 && isStandard(facts, rules) ? { to: 'T2', reasons: named(found) } : undefined;
}

/** Only the end of being new needs nobody's word. */
export const needsPerson = (from: Tier, to: Tier): boolean => !(from === 'T0' && to === 'T1');

/**
 * What a decision rests on. Time that passes and further orders that go well change nothing; a late order, a dispute, a
 * restriction, another tier or other thresholds do.
 */
export function fingerprintOf(facts: TierFacts, { to, reasons }: Conclusion, rules: Thresholds): string {
  const { tier, isRestricted, lateOrders, disputedOrders } = facts;
  const weighed = [tier, to, reasons, isRestricted, lateOrders, disputedOrders, rules.version];
  return createHash('sha256').update(JSON.stringify(weighed)).digest('hex');
}
