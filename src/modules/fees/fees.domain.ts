import { add, allocate, share, zero, type Money } from '../../kernel/index.js';

export type ShippingBeneficiary = 'seller' | 'platform';
export type FeeScope = 'default' | 'category' | 'seller';

export interface FeeRule {
  readonly version: number;
  readonly scope: FeeScope;
  readonly scopeId: string | null;
  readonly commissionBps: number;
  readonly taxBps: number;
  readonly shippingTo: ShippingBeneficiary | null;
}

export interface FeeLine {
  readonly sellerId: string;
  readonly categoryId: string;
  /** What the goods of the line cost, without tax and shipping. */
  readonly amount: Money;
  readonly shipping: Money;
}

export interface LineFees {
  /** Taken out of the line's amount. */
  readonly commission: Money;
  /** Added on top of the line's amount. */
  readonly tax: Money;
  readonly shippingTo: ShippingBeneficiary;
  readonly ruleVersion: string;
}

interface Rated {
  readonly line: FeeLine;
  readonly rule: FeeRule;
  readonly shippingRule: FeeRule;
}

/**
 * The fees of each line, in the order of the lines. The most specific rule wins: seller, then category, then default.
 * A rate is applied once to all lines of a seller under one rule and the result is split over them by largest
 * remainder, so that the parts of a seller order add up to what its whole would be charged.
 * @throws Error when no default rule is in force.
 */
export function feesOf(lines: readonly FeeLine[], rules: readonly FeeRule[]): LineFees[] {
  const rated = lines.map((line) => rate(line, rules));
  const commissions = charge(rated, (rule) => rule.commissionBps);
  const taxes = charge(rated, (rule) => rule.taxBps);
  return rated.map((each) => ({
    commission: commissions.get(each) ?? zero(each.line.amount.currency),
    tax: taxes.get(each) ?? zero(each.line.amount.currency),
    shippingTo: each.shippingRule.shippingTo ?? 'seller',
    ruleVersion: [...new Set([each.rule.version, each.shippingRule.version])].join('+'),
  }));
}

function rate(line: FeeLine, rules: readonly FeeRule[]): Rated {
  const seller = rules.find((rule) => rule.scope === 'seller' && rule.scopeId === line.sellerId);
  const category = rules.find((rule) => rule.scope === 'category' && rule.scopeId === line.categoryId);
  const standard = rules.find((rule) => rule.scope === 'default');
  if (!standard) throw new Error('No default fee rule is in force');
  return { line, rule: seller ?? category ?? standard, shippingRule: seller?.shippingTo ? seller : standard };
}

/** One rate over each seller's lines under one rule, split over them; lines of groups that cost nothing are absent. */
function charge(rated: readonly Rated[], bpsOf: (rule: FeeRule) => number): Map<Rated, Money> {
  const charged = new Map<Rated, Money>();
  for (const { rule, members } of groups(rated)) {
    const amounts = members.map((each) => each.line.amount);
    const total = amounts.reduce(add);
    if (total.amount === 0) continue;
    const parts = allocate(
      share(total, bpsOf(rule)),
      amounts.map((each) => each.amount),
    );
    parts.forEach((part, i) => charged.set(members[i] as Rated, part));
  }
  return charged;
}

function groups(rated: readonly Rated[]): Iterable<{ rule: FeeRule; members: Rated[] }> {
  const found = new Map<string, { rule: FeeRule; members: Rated[] }>();
  for (const each of rated) {
    const key = `${each.line.sellerId} ${each.rule.version} ${each.line.amount.currency}`;
    const group = found.get(key);
    if (group) group.members.push(each);
    else found.set(key, { rule: each.rule, members: [each] });
  }
  return found.values();
}
