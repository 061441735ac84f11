import { add, money, share, subtract, sum, type Money } from '../../kernel/index.js';
import { applied, charge, type AppliedRule, type Charged, type LineBasis } from './fee-charge.domain.js';
import { ruleFor, SALE_COMPONENTS, type FeeRule, type FeeSubject } from './fee-rule.domain.js';
import { termsOf, type SaleTerms, type ShippingBeneficiary } from './sale-terms.domain.js';

export interface FeeLine {
  readonly sellerId: string;
  readonly categoryId: string;
  readonly units: number;
  /** What the goods of the line cost, without tax, shipping and discounts. */
  readonly amount: Money;
  readonly shipping: Money;
  /** Lowers what the tax and the commission are charged on. */
  readonly sellerDiscount: Money;
  /** Lowers only what the buyer pays. */
  readonly platformDiscount: Money;
}

export interface LineFees {
  /** The fees and their tax are taken out of the line's goods. */
  readonly commission: Money;
  readonly fixedFee: Money;
  readonly paymentFee: Money;
  /** On the three fees. */
  readonly feeTax: Money;
  /** On the goods, added on top. */
  readonly tax: Money;
  readonly shippingTo: ShippingBeneficiary;
  /** `fees 1+4, terms 1`: the rules by their numbers. */
  readonly ruleVersion: string;
  /** What the fees were computed from; kept with the line. */
  readonly basis: LineBasis;
}

/** What is in force, as far as the sellers and categories asked for go. */
export interface Schedule {
  readonly terms: readonly SaleTerms[];
  readonly rules: readonly FeeRule[];
  /** By seller. */
  readonly tiers: Readonly<Record<string, string>>;
  /** By category: the categories above it and itself, the root first. */
  readonly branches: Readonly<Record<string, readonly string[]>>;
}

export const subjectOf = (
  line: Pick<FeeLine, 'sellerId' | 'categoryId'>,
  currency: string,
  { tiers, branches }: Pick<Schedule, 'tiers' | 'branches'>,
): FeeSubject => ({
  sellerId: line.sellerId,
  tier: tiers[line.sellerId] ?? null,
  branch: branches[line.categoryId] ?? [line.categoryId],
  currency,
});

/**
 * Tax and fees of each line, in the order of the lines; every seller's lines are charged together.
 * @throws Error when no default terms of sale are in force.
 */
export function feesOf(lines: readonly FeeLine[], schedule: Schedule): LineFees[] {
  const subjects = lines.map((line) => subjectOf(line, line.amount.currency, schedule));
  const goods = lines.map((line) => subtract(line.amount, line.sellerDiscount));
  const terms = termsOf(
    lines.map(({ sellerId }, i) => ({ sellerId, branch: subjects[i]?.branch ?? [], goods: goods[i] as Money })),
    schedule.terms,
  );
  const bases = lines.map((line, i): LineBasis => {
    const price = goods[i] as Money;
    const paid = sum(price.currency, [price, terms[i]?.tax ?? money(0, price.currency), line.shipping]);
    return {
      units: line.units,
      goods: price.amount,
      payable: subtract(paid, line.platformDiscount).amount,
      rules: rulesOf(subjects[i] as FeeSubject, schedule.rules),
    };
  });
  const parts = chargeBySeller(lines, bases);
  return lines.map(({ amount: { currency } }, i) => {
    const { commission, fixed_fee, payment_fee, tax } = parts[i] as Charged['parts'][number];
    const { versions, ...line } = terms[i] as (typeof terms)[number];
    const basis = bases[i] as LineBasis;
    return {
      commission: money(commission, currency),
      fixedFee: money(fixed_fee, currency),
      paymentFee: money(payment_fee, currency),
      feeTax: money(tax, currency),
      tax: line.tax,
      shippingTo: line.shippingTo,
      ruleVersion: versionOf(basis, versions),
      basis,
    };
  });
}

/** What is taken of a line's goods, all in all. */
export const takenOf = (fees: Pick<LineFees, 'commission' | 'fixedFee' | 'paymentFee' | 'feeTax'>): Money =>
  [fees.fixedFee, fees.paymentFee, fees.feeTax].reduce(add, fees.commission);

export interface ListingFee {
  readonly fee: Money;
  readonly tax: Money;
  /** The number of the rule. */
  readonly rule: number;
}

/** The fixed amount of the rule in the currency and the tax on it, rounded half up; `undefined` where there is none. */
export function listingFeeOf(rule: FeeRule | undefined, currency: string): ListingFee | undefined {
  const amount = rule?.amounts[currency]?.amount;
  if (!rule || amount === undefined) return undefined;
  const fee = money(amount, currency);
  return { fee, tax: share(fee, rule.taxBps), rule: rule.number };
}

const rulesOf = (subject: FeeSubject, rules: readonly FeeRule[]): AppliedRule[] =>
  SALE_COMPONENTS.flatMap((component) => {
    const rule = ruleFor(component, subject, rules);
    return rule ? [applied({ ...rule, component }, subject.currency)] : [];
  });

function chargeBySeller(lines: readonly FeeLine[], bases: readonly LineBasis[]): Charged['parts'] {
  const parts: Charged['parts'][number][] = [];
  const keyOf = ({ sellerId, amount }: FeeLine): string => `${sellerId} ${amount.currency}`;
  for (const key of new Set(lines.map(keyOf))) {
    const mine = lines.flatMap((line, i) => (keyOf(line) === key ? [i] : []));
    const currency = (lines[mine[0] as number] as FeeLine).amount.currency;
    const { parts: charged } = charge(
      mine.map((i) => bases[i] as LineBasis),
      currency,
    );
    mine.forEach((i, at) => (parts[i] = charged[at] as Charged['parts'][number]));
  }
  return parts;
}

function versionOf({ rules }: LineBasis, terms: readonly number[]): string {
  const numbers = rules.map(({ number }) => number).sort((a, b) => a - b);
  const fees = numbers.length > 0 ? [`fees ${numbers.join('+')}`] : [];
  return [...fees, `terms ${terms.join('+')}`].join(', ');
}
