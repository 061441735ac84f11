import { createHash } from 'node:crypto';
import type { Money } from '../../kernel/index.js';
import type { Journal } from '../ledger/index.js';

/** How a person resolves a break with a journal. */
export const RESOLUTIONS = ['provider_fee', 'provider_settlement', 'company_receipt', 'revenue_sweep'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];

/** What a person decides about a break; `ignored` has no journal. */
export interface Wanted {
  readonly resolution: Resolution | 'ignored';
  /** What the provider calls the settlement. */
  readonly reference?: string;
  readonly reason?: string;
}

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

/** How much is decided about, in minor units: what differs, or all of it. */
export const exposureOf = ({ status, amount, difference }: Decided): number =>
  Math.abs(status === 'amount_diff' ? (difference ?? amount) : amount);

type Decided = Pick<BreakFacts, 'status' | 'amount' | 'difference'>;

/** Whether one person proposes and another one confirms, because of the break or of what is closed with it. */
export const needsTwo = (
  of: Decided & { readonly threshold: number; readonly sourceExposure: number | null },
): boolean => Math.max(exposureOf(of), of.sourceExposure ?? 0) > of.threshold;

/**
 * SHA-256, in hexadecimal, of what is decided about which break: the amount, and the journal by its key and lines. When
 * it is posted is no part of it.
 */
export function bindingOf(itemId: string, wanted: Wanted, amount: Money, journal: Journal | undefined): string {
  const { type, id, kind } = journal?.source ?? {};
  const lines = journal?.lines.map(({ account, owner = null, side, money }) => [
    ...[account, owner, side],
    ...[money.amount, money.currency],
  ]);
  const what = [itemId, wanted.resolution, wanted.reference ?? null, amount.amount, amount.currency];
  const parts = ['resolution.1', ...what, journal ? [type, id, kind, lines] : null];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const CLOSED = new Set(['matched', 'ignored_with_reason']);

export const isClosed = (status: string): boolean => CLOSED.has(status);
