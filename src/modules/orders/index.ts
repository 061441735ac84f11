export type { Delivery } from './mark-delivered.js';
export { FeeShares, type FeeShare } from './fee-shares.repository.js';
export { Orders } from './orders.js';
export { PlaceOrder } from './place-order.js';
export type { OrderRequest, ShippingAddress } from './order-plan.domain.js';
export {
  orderReferred,
  sellerOrderCancelled,
  sellerOrderCompleted,
  sellerOrderConfirmed,
  sellerOrderDelivered,
  type FrozenParts,
  type SellerOrderDelivered,
  type SellerOrderFact,
  type SettlementTerms,
} from './orders.events.js';
export { partOfSale, remainderOf, restOfSale } from './taken-back.domain.js';
export type { SaleFees, SaleParts, TakenBack, Wanted } from './taken-back.domain.js';
export { OwnListing, PaymentCurrencyNeeded, RefundExceedsOrder, SellerClosedMeanwhile } from './orders.errors.js';
export { ShippingAddressDto } from './orders.dto.js';
export { OrdersModule } from './orders.module.js';
export type { OrderLineRow, SellerOrder } from './seller-orders.repository.js';
