import type { Id } from '../../kernel/index.js';

/** What can be charged; the order is the order in which a sale is charged. */
export const COMPONENTS = ['commission', 'fixed_fee', 'payment_fee', 'listing_fee'] as const;
export type Component = (typeof COMPONENTS)[number];
/** The components of a sale. */
export const SALE_COMPONENTS = ['commission', 'fixed_fee', 'payment_fee'] as const;
export type SaleComponent = (typeof SALE_COMPONENTS)[number];

/** Minor units of one currency. */
export interface RuleAmounts {
  /** Of one unit sold, or of one listing. */
  readonly amount?: number;
  /** The least and the most that a rate comes to, for what one seller sells in an order under the rule. */
  readonly floor?: number;
  readonly cap?: number;
}

export interface FeeRule {
  readonly id: Id<'rul'>;
  /** Unique over all rules; what an order line names. */
  readonly number: number;
  readonly component: Component;
  readonly sellerId: string | null;
  readonly categoryId: string | null;
  readonly tier: string | null;
  readonly bps: number | null;
  /** Put on top of the fee. */
  readonly taxBps: number;
  readonly amounts: Readonly<Record<string, RuleAmounts>>;
  /** Whether the platform keeps the fee when the goods are refunded. */
  readonly isKept: boolean;
}

export interface DatedRule extends FeeRule {
  readonly validFrom: Date;
  /** Exclusive; null: until it is ended or replaced. */
  readonly validUntil: Date | null;
}

/** What is charged, as far as the choice of a rule goes. */
export interface FeeSubject {
  readonly sellerId: string | null;
  readonly tier: string | null;
  /** The category and those above it, the root first. */
  readonly branch: readonly string[];
  readonly currency: string;
}

export const MISMATCHES = [
  'not_yet_in_force',
  'no_longer_in_force',
  'other_seller',
  'other_category',
  'other_tier',
  'no_amount_in_currency',
  'less_specific',
] as const;
export type Mismatch = (typeof MISMATCHES)[number];

/** Why a rule cannot be charged; `undefined` when it can. A rate needs no amounts, a fixed fee needs its currency's. */
export function mismatchOf(rule: FeeRule, subject: FeeSubject): Exclude<Mismatch, 'less_specific'> | undefined {
  if (rule.sellerId !== null && rule.sellerId !== subject.sellerId) return 'other_seller';
  if (rule.categoryId !== null && !subject.branch.includes(rule.categoryId)) return 'other_category';
  if (rule.tier !== null && rule.tier !== subject.tier) return 'other_tier';
  if (rule.bps === null && rule.amounts[subject.currency]?.amount === undefined) return 'no_amount_in_currency';
  return undefined;
}

export function mismatchAt(rule: DatedRule, at: Date): 'not_yet_in_force' | 'no_longer_in_force' | undefined {
  if (rule.validFrom > at) return 'not_yet_in_force';
  return rule.validUntil !== null && rule.validUntil <= at ? 'no_longer_in_force' : undefined;
}

/**
 * How specific a rule is for a subject that it fits, compared from left to right, larger first: it names the seller;
 * how near its category is (depth in the tree, 0 for none); it names the tier. Two rules that fit a subject and are
 * equally specific have the same scope, and the database lets only one rule of a scope be in force at a time: so the
 * order is total.
 */
export const specificityOf = (rule: FeeRule, subject: FeeSubject): readonly [number, number, number] => [
  rule.sellerId === null ? 0 : 1,
  rule.categoryId === null ? 0 : subject.branch.indexOf(rule.categoryId) + 1,
  rule.tier === null ? 0 : 1,
];

export function moreSpecific(a: FeeRule, b: FeeRule, subject: FeeSubject): number {
  const [left, right] = [specificityOf(a, subject), specificityOf(b, subject)];
  return right[0] - left[0] || right[1] - left[1] || right[2] - left[2];
}

/** The one rule of a component that is charged, among rules in force; `undefined`: nothing is charged. */
export function ruleFor(component: Component, subject: FeeSubject, rules: readonly FeeRule[]): FeeRule | undefined {
  return rules
    .filter((rule) => rule.component === component && mismatchOf(rule, subject) === undefined)
    .sort((a, b) => moreSpecific(a, b, subject))[0];
}

export interface Candidate {
  readonly rule: DatedRule;
  /** `undefined`: this one is charged. */
  readonly mismatch: Mismatch | undefined;
}

/** Every rule of a component, and why it is or is not the one. */
export function candidatesFor(
  component: Component,
  subject: FeeSubject,
  rules: readonly DatedRule[],
  at: Date,
): Candidate[] {
  const ofComponent = rules.filter((rule) => rule.component === component);
  const inForce = ofComponent.filter((rule) => mismatchAt(rule, at) === undefined);
  const charged = ruleFor(component, subject, inForce);
  return ofComponent.map((rule) => ({
    rule,
    mismatch: rule === charged ? undefined : (mismatchAt(rule, at) ?? mismatchOf(rule, subject) ?? 'less_specific'),
  }));
}
