import { money, share, type Money } from '../../kernel/index.js';

/**
 * So many calendar months after an instant, in UTC. Of the 31st a shorter month has its last day; counting from the
 * beginning each time, the month after it has the 31st again.
 */
export function monthsAfter(start: Date, months: number): Date {
  const first = new Date(start);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(start.getUTCDate(), lastDay));
  return first;
}

/** What a period costs; the tax is on top. */
export function priceOf(plan: { readonly currency: string; readonly fee: number; readonly taxBps: number }): {
  readonly fee: Money;
  readonly tax: Money;
} {
  const fee = money(plan.fee, plan.currency);
  return { fee, tax: share(fee, plan.taxBps) };
}
