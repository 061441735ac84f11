export { SellerHolds } from './seller-holds.js';
export { HoldBeyondLaw } from './seller-holds.errors.js';
export { SellerHoldsModule } from './seller-holds.module.js';
export type { SellerHoldRow } from './seller-holds.repository.js';
