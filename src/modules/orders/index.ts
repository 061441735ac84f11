export type { Delivery } from './mark-delivered.js';
export { Orders } from './orders.js';
export {
  sellerOrderCancelled,
  sellerOrderCompleted,
  sellerOrderConfirmed,
  sellerOrderDelivered,
  type FrozenParts,
  type SellerOrderDelivered,
  type SellerOrderFact,
} from './orders.events.js';
export { OrdersModule } from './orders.module.js';
export type { OrderLineRow, SellerOrder } from './seller-orders.repository.js';
