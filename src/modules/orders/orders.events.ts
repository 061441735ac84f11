import type { Id } from '../../kernel/index.js';
import { declareUnhandled, defineEvent } from '../../platform/messaging/index.js';

/** What a seller order is made of, in minor units of its currency, as frozen when the order was placed. */
export interface FrozenParts {
  readonly item: number;
  readonly tax: number;
  readonly shipping: number;
  /** Taken out of `item`; never on top. */
  readonly commission: number;
  /** The other fees, and the tax on all three; taken out of `item` too. */
  readonly fixedFee: number;
  readonly paymentFee: number;
  readonly feeTax: number;
  /** The part of the discount that the platform pays: it is in the escrow, and the buyer does not pay it. */
  readonly platformDiscount: number;
  /** The part of the discount that the seller pays: nobody pays it, it lowers the price. */
  readonly sellerDiscount: number;
  /** Who keeps the shipping money. */
  readonly shippingTo: 'seller' | 'platform';
  /** What the buyer pays: item + tax + shipping − discounts. The escrow holds `platformDiscount` more. */
  readonly total: number;
}

export interface SellerOrderFact {
  readonly sellerOrderId: Id<'sor'>;
  readonly orderId: Id<'ord'>;
  readonly sellerId: Id<'sel'>;
  readonly buyerId: Id<'usr'>;
  readonly paymentId: Id<'pay'>;
}

/** The terms in force when the seller order was bought; a change of tier or terms concerns later ones only. */
export interface SettlementTerms {
  readonly tier: string;
  /** Of the tier's policy. */
  readonly version: number;
  readonly holdDays: number;
  readonly confirmedHoldDays: number;
  readonly reserveBps: number;
  readonly reserveDays: number;
  /** Why the hold is as long as it is: `tier` or `category_…`, and `legal_cap` when the law shortens it. */
  readonly reasons: readonly string[];
  /** What the law of the seller's country allows at most. */
  readonly capDays: number;
  readonly maxTransitDays: number;
  /** What is waited after the latest arrival: longer across a border. */
  readonly graceDays: number;
}

export interface SellerOrderDelivered extends SellerOrderFact {
  /** RFC 3339. */
  readonly deliveredAt: string;
  readonly currency: string;
  readonly parts: FrozenParts;
  /** Version of the fee rules that `parts` were computed by. */
  readonly ruleVersion: string;
  /** Missing: bought before they were kept. */
  readonly settlementTerms?: SettlementTerms;
}

export interface OrderPlaced {
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly paymentId: Id<'pay'>;
  readonly currency: string;
  readonly total: number;
  readonly sellerOrders: readonly {
    readonly sellerOrderId: Id<'sor'>;
    readonly sellerId: Id<'sel'>;
    readonly total: number;
    /** What the seller settles in; `total` is in it. Absent before buyers could pay in another one. */
    readonly currency?: string;
  }[];
}

/** An order that somebody's code was given with; whether it is anybody's is for others to say. */
export interface OrderReferred {
  readonly orderId: Id<'ord'>;
  readonly buyerId: Id<'usr'>;
  readonly code: string;
  readonly sellerOrders: readonly { readonly sellerOrderId: Id<'sor'>; readonly sellerId: Id<'sel'> }[];
}

/** Who ended a seller order that will not be delivered. */
export type CancelledBy = 'buyer' | 'seller' | 'risk' | 'payment' | 'timer';

export const orderPlaced = defineEvent<OrderPlaced>('order.placed', 1);
export const orderReferred = defineEvent<OrderReferred>('order.referred', 1);
export const orderExpired = defineEvent<{ readonly orderId: Id<'ord'>; readonly buyerId: Id<'usr'> }>(
  'order.expired',
  1,
);
export const sellerOrderAwaitingAcceptance = defineEvent<SellerOrderFact>('seller-order.awaiting-acceptance', 1);
export const sellerOrderAccepted = defineEvent<SellerOrderFact>('seller-order.accepted', 1);
export const sellerOrderCancelled = defineEvent<
  SellerOrderFact & { readonly by: CancelledBy; readonly reason: string; readonly cancelledAt: string }
>('seller-order.cancelled', 1);
export const sellerOrderShipped = defineEvent<SellerOrderFact & { readonly shippedAt: string }>(
  'seller-order.shipped',
  1,
);
export const sellerOrderDelivered = defineEvent<SellerOrderDelivered>('seller-order.delivered', 1);
export const sellerOrderConfirmed = defineEvent<
  SellerOrderFact & {
    readonly confirmedAt: string;
    /** `timer`: nobody has said anything. */
    readonly by: 'buyer' | 'timer';
  }
>('seller-order.confirmed', 1);
export const sellerOrderCompleted = defineEvent<SellerOrderFact & { readonly completedAt: string }>(
  'seller-order.completed',
  1,
);

const FEED = 'a fact for the feed; no module acts on it';
declareUnhandled(orderPlaced, FEED);
declareUnhandled(sellerOrderAwaitingAcceptance, FEED);
declareUnhandled(sellerOrderAccepted, FEED);
declareUnhandled(sellerOrderShipped, FEED);
declareUnhandled(sellerOrderCompleted, FEED);
