import { money, type Money } from './money.js';

interface Part {
  readonly index: number;
  readonly floor: bigint;
  readonly rest: bigint;
}

/**
 * Splits an amount by weights so that the parts add up to it (largest-remainder method, Hamilton 1792).
 * Ties go to the earlier part; the parts of −x are minus the parts of x.
 * @throws RangeError when a weight is negative or not a safe integer, or when all weights are zero.
 */
export function allocate(total: Money, weights: readonly number[]): Money[] {
  const all = weights.map(weightOf).reduce((a, b) => a + b, 0n);
  if (all === 0n) throw new RangeError('No weight to allocate by');
  const sign = total.amount < 0 ? -1 : 1;
  const magnitude = BigInt(Math.abs(total.amount));
  const parts = weights.map((weight, index): Part => {
    const scaled = magnitude * BigInt(weight);
    return { index, floor: scaled / all, rest: scaled % all };
  });
  const missing = Number(magnitude - parts.reduce((a, part) => a + part.floor, 0n));
  const lucky = new Set(
    [...parts]
      .sort(byRest)
      .slice(0, missing)
      .map((part) => part.index),
  );
  return parts.map((part) => money(sign * (Number(part.floor) + (lucky.has(part.index) ? 1 : 0)), total.currency));
}

function weightOf(weight: number): bigint {
  if (!Number.isSafeInteger(weight) || weight < 0) throw new RangeError(`Not a weight: ${weight}`);
  return BigInt(weight);
}

function byRest(a: Part, b: Part): number {
  if (a.rest === b.rest) return a.index - b.index;
  return a.rest > b.rest ? -1 : 1;
}
