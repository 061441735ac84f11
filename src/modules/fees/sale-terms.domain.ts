import { add, allocate, share, type Money } from '../../kernel/index.js';

export type ShippingBeneficiary = 'seller' | 'platform';
export type TermsScope = 'default' | 'category' | 'seller';

/** The tax on the goods of a sale and who keeps its shipping money. */
export interface SaleTerms {
  readonly version: number;
  readonly scope: TermsScope;
  readonly scopeId: string | null;
  readonly taxBps: number;
  readonly shippingTo: ShippingBeneficiary | null;
}

export interface TermedLine {
  readonly sellerId: string;
  /** The category and those above it, the root first. */
  readonly branch: readonly string[];
  /** What the tax is put on. */
  readonly goods: Money;
}

export interface LineTerms {
  /** Added on top of the goods. */
  readonly tax: Money;
  readonly shippingTo: ShippingBeneficiary;
  readonly versions: readonly number[];
}

/**
 * The terms of each line. The most specific win: seller, then the nearest category, then default. A rate is applied
 * once to all lines of a seller under one rule and split over them by largest remainder.
 * @throws Error when no default terms are in force.
 */
export function termsOf(lines: readonly TermedLine[], terms: readonly SaleTerms[]): LineTerms[] {
  const found = lines.map((line) => ({ line, ...choose(line, terms) }));
  const taxes = lines.map(({ goods }) => share(goods, 0));
  for (const group of groups(found)) {
    const amounts = group.members.map((i) => (lines[i] as TermedLine).goods);
    const total = amounts.reduce(add);
    if (total.amount === 0) continue;
    const weights = amounts.map((each) => each.amount);
    const parts = allocate(share(total, group.taxBps), weights);
    parts.forEach((part, i) => (taxes[group.members[i] as number] = part));
  }
  return found.map(({ rule, shipping }, i) => ({
    tax: taxes[i] as Money,
    shippingTo: shipping.shippingTo ?? 'seller',
    versions: [...new Set([rule.version, shipping.version])],
  }));
}

function choose({ sellerId, branch }: TermedLine, terms: readonly SaleTerms[]) {
  const seller = terms.find((rule) => rule.scope === 'seller' && rule.scopeId === sellerId);
  const categories = branch.map((id) => terms.find((rule) => rule.scope === 'category' && rule.scopeId === id));
  const standard = terms.find((rule) => rule.scope === 'default');
  if (!standard) throw new Error('No default terms of sale are in force');
  const rule = seller ?? categories.findLast((each) => each !== undefined) ?? standard;
  return { rule, shipping: seller?.shippingTo ? seller : standard };
}

function groups(found: readonly { line: TermedLine; rule: SaleTerms }[]) {
  const made = new Map<string, { taxBps: number; members: number[] }>();
  found.forEach(({ line, rule }, i) => {
    const key = `${line.sellerId} ${rule.version} ${line.goods.currency}`;
    const group = made.get(key);
    if (group) group.members.push(i);
    else made.set(key, { taxBps: rule.taxBps, members: [i] });
  });
  return made.values();
}
