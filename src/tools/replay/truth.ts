import { cents, type OlistRows } from './olist.js';
import type { OrderStory, Refused } from './story.js';

export interface RatingSum {
  readonly seller: string;
  count: number;
  sum: number;
}

const SHOWN = 5;

/** What the files themselves say, for the report to compare with. */
export class FileTruth {
  readonly ordersByStatus: Record<string, number> = {};
  readonly tradedByStatus: Record<string, number> = {};
  readonly refusedByReason: Record<string, number> = {};
  /** Items plus freight of the orders that can be traded, minor units. */
  orderValue = 0;
  paymentValue = 0;
  sellerOrders = 0;
  /** Each distinct seller of an order gets each review of that order. */
  ratingPairs = 0;
  ratingSum = 0;
  /** By seller: what grows with the sellers of the files, and not with their orders. */
  ratings: Record<string, RatingSum> = {};
  lastDay = '';
  firstDay = '9999-12-31';

  static from(plain: object): FileTruth {
    return Object.assign(new FileTruth(), plain);
  }

  count(told: OrderStory | Refused, payments: readonly OlistRows['order_payments'][]): void {
    tally(this.ordersByStatus, told.status);
    if ('reason' in told) {
      tally(this.refusedByReason, told.reason);
      return;
    }
    const sellerIds = new Set(told.lines.map((line) => line.seller.id));
    const sellers = sellerIds.size;
    for (const seller of sellerIds)
      this.rate(
        seller,
        told.reviews.map((review) => review.score),
      );
    tally(this.tradedByStatus, told.status);
    this.orderValue += told.total;
    this.paymentValue += payments.reduce((sum, payment) => sum + cents(payment.payment_value), 0);
    this.sellerOrders += sellers;
    this.ratingPairs += sellers * told.reviews.length;
    this.ratingSum += sellers * told.reviews.reduce((sum, review) => sum + review.score, 0);
    this.stretch(told);
  }

  mostRated(): RatingSum[] {
    return Object.values(this.ratings)
      .sort((a, b) => b.count - a.count)
      .slice(0, SHOWN);
  }

  private rate(seller: string, scores: readonly number[]): void {
    const rating = (this.ratings[seller] ??= { seller, count: 0, sum: 0 });
    rating.count += scores.length;
    rating.sum += scores.reduce((a, b) => a + b, 0);
  }

  private stretch(told: OrderStory): void {
    for (const at of [told.purchasedAt, told.shippedAt, told.deliveredAt, ...told.reviews.map((review) => review.at)]) {
      if (at && at.slice(0, 10) > this.lastDay) this.lastDay = at.slice(0, 10);
    }
    if (told.purchasedAt.slice(0, 10) < this.firstDay) this.firstDay = told.purchasedAt.slice(0, 10);
  }
}

function tally(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
