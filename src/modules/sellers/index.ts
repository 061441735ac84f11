export { COOL_OFF, payoutsFrom } from './payout-account.domain.js';
export type { RegisteredAddress } from './registered-address.domain.js';
export { SellerIsClosed, SellerMayNotList } from './sellers.errors.js';
export {
  payoutAccountChanged,
  sellerClosed,
  sellerReinstated,
  sellerRestricted,
  sellerRestrictionLifted,
  sellerSuspended,
  sellerVerificationExpired,
  sellerVerificationRenewed,
} from './sellers.events.js';
export { SellersModule } from './sellers.module.js';
export { Sellers, type SellerPayoutAccount, type SellerSummary } from './sellers.js';
export type { MintedSellerRequest } from './mint-seller.js';
export type { SellerKind, Tier } from './sellers.repository.js';
