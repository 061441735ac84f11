import type { FieldError, Id } from '../../kernel/index.js';

/** Why a seller changes stock by hand, and which way it may go. */
const DIRECTIONS = {
  received: 1,
  found: 1,
  counted: 0,
  damaged: -1,
  lost: -1,
  withdrawn: -1,
} as const;

export type AdjustmentReason = keyof typeof DIRECTIONS;
export type MovementReason = AdjustmentReason | 'sold' | 'restocked';

export const ADJUSTMENT_REASONS = Object.keys(DIRECTIONS) as AdjustmentReason[];

export interface StockLine {
  readonly variantId: string;
  readonly quantity: number;
}

export interface Stock {
  readonly variantId: Id<'var'>;
  readonly onHand: number;
  readonly reserved: number;
}

/** What is wrong with a change; empty when nothing is. */
export function adjustmentFaults(delta: number, reason: AdjustmentReason): FieldError[] {
  if (delta === 0) return [{ pointer: '/delta', code: 'not_zero', message: 'must not be 0' }];
  if (Math.sign(delta) * DIRECTIONS[reason] >= 0) return [];
  const sign = DIRECTIONS[reason] > 0 ? 'more' : 'less';
  return [{ pointer: '/delta', code: 'direction', message: `must be ${sign} than 0 for “${reason}”` }];
}

/** One line per variant, in the order in which rows are locked. */
export function inLockOrder(lines: readonly StockLine[]): StockLine[] {
  const sums = new Map<string, number>();
  for (const { variantId, quantity } of lines) sums.set(variantId, (sums.get(variantId) ?? 0) + quantity);
  return [...sums].map(([variantId, quantity]) => ({ variantId, quantity })).sort(byVariant);
}

const byVariant = (a: StockLine, b: StockLine): number => (a.variantId < b.variantId ? -1 : 1);
