import { createHash } from 'node:crypto';

/** Why two people have to approve a payout. */
export const APPROVAL_REASONS = [
  'above_limit',
  'new_bank_account',
  'first_payout',
  'requested_by_hand',
  'seller_closed',
] as const;
export type ApprovalReason = (typeof APPROVAL_REASONS)[number];

export const APPROVALS_NEEDED = 2;
/** An approval counts for so long. */
export const APPROVAL_LASTS = 'P1D';

/** Everything that an approval is given for. */
export interface PayoutBinding {
  readonly payoutId: string;
  readonly sellerId: string;
  /** Whose account it is. */
  readonly holder: string;
  readonly destination: string;
  /** Minor units. */
  readonly amount: number;
  readonly currency: string;
}

/** SHA-256, in hexadecimal, of who gets how much where; the payout's identifier makes it one of a kind. */
export function bindingOf({ payoutId, sellerId, holder, destination, amount, currency }: PayoutBinding): string {
  const parts = ['payout.1', payoutId, sellerId, holder, destination, amount, currency];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

export interface ApprovalFacts {
  /** Minor units, like the limit. */
  readonly amount: number;
  readonly automaticUpTo: number;
  /** A payout has reached the account before. */
  readonly isAccountTrusted: boolean;
  readonly isFirst: boolean;
  readonly manualFirstPayout: boolean;
  readonly isRequested: boolean;
  readonly isSellerClosed: boolean;
}

/** None: the payout goes by itself. */
export function approvalReasons(facts: ApprovalFacts): ApprovalReason[] {
  const { amount, automaticUpTo, isAccountTrusted, isFirst, manualFirstPayout, isRequested, isSellerClosed } = facts;
  const holds: Readonly<Record<ApprovalReason, boolean>> = {
    above_limit: amount > automaticUpTo,
    new_bank_account: !isAccountTrusted,
    first_payout: manualFirstPayout && isFirst,
    requested_by_hand: isRequested,
    seller_closed: isSellerClosed,
  };
  return APPROVAL_REASONS.filter((reason) => holds[reason]);
}
