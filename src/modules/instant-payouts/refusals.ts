import { PayoutsDisabled, type SkipReason } from '../settlement/index.js';
import {
  InstantPayoutNeedsApproval,
  InstantPayoutNotEntitled,
  InstantPayoutTooSmall,
  PayoutAccountCoolingOff,
  PayoutAccountDisabled,
  PayoutAccountMissing,
  PayoutAccountUnverified,
  PayoutVolumeReached,
  SellerNotPayable,
} from './instant-payouts.errors.js';

const REFUSALS = {
  payouts_disabled: PayoutsDisabled,
  manual_approval: InstantPayoutNotEntitled,
  not_entitled: InstantPayoutNotEntitled,
  not_due: InstantPayoutTooSmall,
  retry_scheduled: InstantPayoutTooSmall,
  below_minimum: InstantPayoutTooSmall,
  kyc_not_valid: SellerNotPayable,
  seller_not_active: SellerNotPayable,
  no_payout_account: PayoutAccountMissing,
  payout_account_disabled: PayoutAccountDisabled,
  payout_account_changed: PayoutAccountCoolingOff,
  payout_account_unverified: PayoutAccountUnverified,
  volume_alarm: PayoutVolumeReached,
  approval_needed: InstantPayoutNeedsApproval,
} as const satisfies Readonly<Record<SkipReason, unknown>>;

/** What a seller is told who asks for a payout that cannot be made. */
export const refusalOf = (reason: SkipReason): Error => new REFUSALS[reason]({});

/** The stable code of that refusal. */
export const codeOf = (reason: SkipReason): string => new REFUSALS[reason]({}).problem.code;
