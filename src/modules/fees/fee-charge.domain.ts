import { allocate, money, share, type Money } from '../../kernel/index.js';
import { SALE_COMPONENTS, type FeeRule, type SaleComponent } from './fee-rule.domain.js';

/** A rule as far as it is needed to charge again: frozen with the line. Amounts in minor units of the line's currency. */
export interface AppliedRule {
  readonly number: number;
  readonly component: SaleComponent;
  readonly bps: number | null;
  readonly taxBps: number;
  /** Whether the platform keeps the fee when the goods are refunded. */
  readonly isKept: boolean;
  readonly amount?: number;
  readonly floor?: number;
  readonly cap?: number;
}

/** What the fees of a line are computed from, frozen with it; minor units. */
export interface LineBasis {
  readonly units: number;
  /** What the goods cost after the discount that the seller pays. */
  readonly goods: number;
  /** What the buyer pays for the line. */
  readonly payable: number;
  readonly rules: readonly AppliedRule[];
}

/** The fees of a line in minor units. */
export type FeeParts = Readonly<Record<SaleComponent | 'tax', number>>;

export const STEPS = ['rate', 'floor', 'cap', 'per_unit', 'split', 'limit', 'tax', 'tax_split', 'tax_limit'] as const;

export interface Step {
  readonly step: (typeof STEPS)[number];
  /** The computation in words and figures. */
  readonly detail: string;
  /** One amount, or one for each line of the sheet. */
  readonly amounts: readonly number[];
}

/** How one component under one rule was charged. */
export interface Sheet {
  readonly component: SaleComponent;
  readonly rule: AppliedRule;
  /** Positions in the lines that were charged. */
  readonly lines: readonly number[];
  readonly steps: readonly Step[];
  readonly fees: readonly number[];
  readonly taxes: readonly number[];
}

export interface Charged {
  readonly parts: readonly FeeParts[];
  readonly sheets: readonly Sheet[];
}

export function applied(rule: FeeRule & { component: SaleComponent }, currency: string): AppliedRule {
  const { number, component, bps, taxBps, isKept, amounts } = rule;
  return { number, component, bps, taxBps, isKept, ...amounts[currency] };
}

/**
 * Charges the lines that one seller sells in one order. A rate is applied once to all lines under one rule, rounded
 * half up to the minor unit, raised to the floor and lowered to the cap, and split over the lines by largest remainder.
 * Fees and their taxes never take more of a line than its goods cost. Pure: the same lines are charged the same, so
 * that an order can be explained when the rules have long changed.
 */
export function charge(lines: readonly LineBasis[], currency: string): Charged {
  const left = lines.map((line) => line.goods);
  const parts = lines.map(() => ({ commission: 0, fixed_fee: 0, payment_fee: 0, tax: 0 }));
  const sheets: Sheet[] = [];
  for (const component of SALE_COMPONENTS) {
    for (const { rule, members } of groups(lines, component)) {
      const sheet = sheetOf(rule, members, lines, left, currency);
      sheets.push(sheet);
      members.forEach((line, i) => {
        const part = parts[line] as (typeof parts)[number];
        part[component] += sheet.fees[i] ?? 0;
        part.tax += sheet.taxes[i] ?? 0;
        left[line] = (left[line] ?? 0) - (sheet.fees[i] ?? 0) - (sheet.taxes[i] ?? 0);
      });
    }
  }
  return { parts, sheets };
}

function groups(lines: readonly LineBasis[], component: SaleComponent) {
  const found = new Map<number, { rule: AppliedRule; members: number[] }>();
  lines.forEach(({ rules }, line) => {
    const rule = rules.find((each) => each.component === component);
    if (!rule) return;
    const group = found.get(rule.number);
    if (group) group.members.push(line);
    else found.set(rule.number, { rule, members: [line] });
  });
  return found.values();
}

function sheetOf(
  rule: AppliedRule,
  members: readonly number[],
  lines: readonly LineBasis[],
  left: readonly number[],
  currency: string,
): Sheet {
  const steps: Step[] = [];
  const mine = members.map((line) => lines[line] as LineBasis);
  const asked = rule.bps === null ? perUnit(rule, mine, steps) : byRate(rule, rule.bps, mine, currency, steps);
  const room = members.map((line) => left[line] ?? 0);
  const fees = limited(asked, room, 'limit', steps);
  const over = room.map((amount, i) => amount - (fees[i] ?? 0));
  const taxes = limited(taxed(rule, fees, currency, steps), over, 'tax_limit', steps);
  return { component: rule.component, rule, lines: members, steps, fees, taxes };
}

function perUnit({ amount = 0 }: AppliedRule, lines: readonly LineBasis[], steps: Step[]): number[] {
  const fees = lines.map(({ units }) => units * amount);
  steps.push({ step: 'per_unit', detail: lines.map(({ units }) => `${units} × ${amount}`).join(', '), amounts: fees });
  return fees;
}

function byRate(rule: AppliedRule, bps: number, lines: readonly LineBasis[], currency: string, steps: Step[]) {
  const bases = lines.map((line) => (rule.component === 'payment_fee' ? line.payable : line.goods));
  const base = bases.reduce((a, b) => a + b, 0);
  const rated = share(money(base, currency), bps);
  steps.push({ step: 'rate', detail: rateText(base, bps, rated), amounts: [rated.amount] });
  if (base === 0) return bases;
  const bounded = bound(rated, rule, steps);
  return split(bounded, bases, 'split', steps);
}

function bound(rated: Money, { floor = 0, cap = Number.MAX_SAFE_INTEGER }: AppliedRule, steps: Step[]): Money {
  if (rated.amount < floor) {
    steps.push({ step: 'floor', detail: `at least ${floor}`, amounts: [floor] });
    return money(floor, rated.currency);
  }
  if (rated.amount <= cap) return rated;
  steps.push({ step: 'cap', detail: `at most ${cap}`, amounts: [cap] });
  return money(cap, rated.currency);
}

function taxed(rule: AppliedRule, fees: readonly number[], currency: string, steps: Step[]): number[] {
  const base = fees.reduce((a, b) => a + b, 0);
  if (rule.taxBps === 0 || base === 0) return fees.map(() => 0);
  const tax = share(money(base, currency), rule.taxBps);
  steps.push({ step: 'tax', detail: rateText(base, rule.taxBps, tax), amounts: [tax.amount] });
  return split(tax, fees, 'tax_split', steps);
}

function split(total: Money, weights: readonly number[], step: Step['step'], steps: Step[]): number[] {
  const amounts = allocate(total, weights).map((part) => part.amount);
  const detail = `${total.amount} by largest remainder over ${weights.join(', ')}`;
  if (weights.length > 1) steps.push({ step, detail, amounts });
  return amounts;
}

function limited(asked: readonly number[], room: readonly number[], step: Step['step'], steps: Step[]): number[] {
  const amounts = asked.map((amount, i) => Math.min(amount, room[i] ?? 0));
  if (amounts.some((amount, i) => amount !== asked[i])) {
    steps.push({ step, detail: `of the goods are left: ${room.join(', ')}`, amounts });
  }
  return amounts;
}

/** `12345 × 1000 / 10000 = 1234.5000, half up` */
function rateText(base: number, bps: number, rounded: Money): string {
  const scaled = BigInt(base) * BigInt(bps);
  const rest = String(scaled % 10_000n).padStart(4, '0');
  return `${base} × ${bps} / 10000 = ${scaled / 10_000n}.${rest}, half up: ${rounded.amount}`;
}
