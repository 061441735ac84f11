export { SellerHolds } from './seller-holds.js';
export { SellerHoldsModule } from './seller-holds.module.js';
export type { SellerHoldRow } from './seller-holds.repository.js';
