import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

interface SellerFact {
  readonly sellerId: Id<'sel'>;
}

export const sellerSubmitted = defineEvent<SellerFact & { verificationId: Id<'vrf'> }>('seller.submitted', 1);
export const sellerActivated = defineEvent<SellerFact>('seller.activated', 1);
export const sellerDocumentsRequested = defineEvent<SellerFact & { missing: string[] }>(
  'seller.documents-requested',
  1,
);
export const sellerRejected = defineEvent<SellerFact & { reason: string }>('seller.rejected', 1);
/** The verification of a seller ends soon: it has to be renewed, or payouts wait afterwards. */
export const sellerVerificationExpiring = defineEvent<SellerFact & { expiresAt: Date }>(
  'seller.verification-expiring',
  1,
);
/** Payouts wait until the verification is renewed. */
export const sellerVerificationExpired = defineEvent<SellerFact & { expiredAt: Date }>(
  'seller.verification-expired',
  1,
);
export const sellerVerificationRenewed = defineEvent<SellerFact & { expiresAt: Date }>(
  'seller.verification-renewed',
  1,
);
/** The seller stays what it is; the end of its verification, too. */
export const sellerRenewalRefused = defineEvent<SellerFact & { reason: string }>('seller.renewal-refused', 1);
export const sellerRestricted = defineEvent<SellerFact & { reason: string }>('seller.restricted', 1);
export const sellerRestrictionLifted = defineEvent<SellerFact & { reason: string }>('seller.restriction-lifted', 1);
export const sellerSuspended = defineEvent<SellerFact & { reason: string }>('seller.suspended', 1);
export const sellerReinstated = defineEvent<SellerFact & { reason: string }>('seller.reinstated', 1);
export const sellerReopened = defineEvent<SellerFact & { reason: string }>('seller.reopened', 1);
/** Nothing more is sold; what is left is paid out. */
export const sellerClosed = defineEvent<SellerFact & { reason: string }>('seller.closed', 1);
export const payoutAccountChanged = defineEvent<SellerFact & { changedAt: Date }>('seller.payout-account-changed', 1);
export const payoutAccountDisabled = defineEvent<SellerFact & { reason: string }>('seller.payout-account-disabled', 1);
export const payoutAccountVerified = defineEvent<SellerFact>('seller.payout-account-verified', 1);
/** The account is not the seller's; another one has to be named. */
export const payoutAccountRejected = defineEvent<SellerFact & { reason: string }>('seller.payout-account-rejected', 1);

const FOR_THE_FEED = 'a fact for the seller and its integrations; nothing here follows from it';
declareUnhandled(sellerActivated, FOR_THE_FEED);
declareUnhandled(sellerDocumentsRequested, FOR_THE_FEED);
declareUnhandled(sellerRejected, FOR_THE_FEED);
declareUnhandled(sellerVerificationExpiring, FOR_THE_FEED);
declareUnhandled(sellerRenewalRefused, FOR_THE_FEED);
declareUnhandled(sellerRestricted, FOR_THE_FEED);
declareUnhandled(sellerRestrictionLifted, FOR_THE_FEED);
declareUnhandled(sellerSuspended, 'whether a seller may sell is read from the seller where it matters');
declareUnhandled(sellerReinstated, 'whether a seller may sell is read from the seller where it matters');
declareUnhandled(sellerReopened, FOR_THE_FEED);
declareUnhandled(payoutAccountDisabled, FOR_THE_FEED);
declareUnhandled(payoutAccountVerified, FOR_THE_FEED);
declareUnhandled(payoutAccountRejected, FOR_THE_FEED);
