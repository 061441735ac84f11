/** How a person resolves a break with a journal. */
export const RESOLUTIONS = ['provider_fee', 'provider_settlement', 'company_receipt', 'revenue_sweep'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

export interface BreakFacts {
  readonly accountKind: 'provider' | 'bank';
  readonly origin: 'external' | 'internal';
  readonly status: string;
  readonly amount: number;
  readonly difference: number | null;
  /** An unknown receipt (X1) was posted for it. */
  readonly isBooked: boolean;
}

/** How much the journal of a resolution moves, in minor units; `undefined` when the break is not of its kind. */
export function resolvedAmount(resolution: Resolution, facts: BreakFacts): number | undefined {
  const { accountKind, origin, status, amount, difference, isBooked } = facts;
  if (origin !== 'external') return undefined;
  const isMissing = status === 'missing_internal';
  if (resolution === 'provider_settlement' || resolution === 'company_receipt') {
    return accountKind === 'bank' && isMissing && isBooked && amount > 0 ? amount : undefined;
  }
  if (resolution === 'revenue_sweep') {
    return accountKind === 'bank' && isMissing && amount < 0 ? -amount : undefined;
  }
  const kept = isMissing ? -amount : -(difference ?? 0);
  return accountKind === 'provider' && kept > 0 ? kept : undefined;
}

const CLOSED = new Set(['matched', 'ignored_with_reason']);

export const isClosed = (status: string): boolean => CLOSED.has(status);
