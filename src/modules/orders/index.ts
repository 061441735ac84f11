export {
  sellerOrderCancelled,
  sellerOrderCompleted,
  sellerOrderConfirmed,
  sellerOrderDelivered,
  type FrozenParts,
  type SellerOrderDelivered,
  type SellerOrderFact,
} from './orders.events.js';
