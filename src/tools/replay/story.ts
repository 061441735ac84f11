/** What the staged files say of one order, ready to be told to the API. */
export interface OrderStory {
  readonly orderId: string;
  readonly status: string;
  readonly buyer: { readonly id: string; readonly city: string; readonly state: string };
  readonly purchasedAt: string;
  readonly shippedAt?: string;
  readonly deliveredAt?: string;
  readonly lines: readonly StoryLine[];
  /** Items plus freight, minor units. */
  readonly total: number;
  readonly reviews: readonly StoryReview[];
}

export interface StoryLine {
  readonly productId: string;
  readonly category: string;
  readonly seller: { readonly id: string; readonly city: string; readonly state: string };
  /** Minor units, per unit. */
  readonly price: number;
  readonly freight: number;
  readonly quantity: number;
  /** Every price and freight at which this seller sold this product, and how many units at each. */
  readonly observed: readonly Observed[];
}

export interface Observed {
  readonly price: number;
  readonly freight: number;
  readonly units: number;
}

export interface StoryReview {
  readonly id: string;
  readonly score: number;
  readonly text: string;
  readonly at: string;
}

/** What happens to an order after it was bought; written into the file of its day once the order exists. */
export type FollowUp = { readonly orderId: string; readonly at: string } & (
  | { readonly type: 'ship' | 'deliver'; readonly sellerOrders: readonly SellerOrderRef[] }
  | { readonly type: 'cancel'; readonly buyer: string; readonly sellerOrders: readonly SellerOrderRef[] }
  | {
      readonly type: 'review';
      readonly buyer: string;
      readonly sellerOrders: readonly SellerOrderRef[];
      readonly review: StoryReview;
      /** Only the first review of a delivered order can be written by its buyer. */
      readonly isEligible: boolean;
    }
);

export interface SellerOrderRef {
  readonly sellerOrderId: string;
  /** The seller's id in the files. */
  readonly seller: string;
}

export interface Refused {
  readonly orderId: string;
  readonly status: string;
  readonly reason: string;
}
