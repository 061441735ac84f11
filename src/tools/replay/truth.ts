import { cents, type OlistRows } from './olist.js';
import type { OrderStory, Refused } from './story.js';

/** What the files themselves say, for the report to compare with. Its size is that of the status list. */
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
    const sellers = new Set(told.lines.map((line) => line.seller.id)).size;
    tally(this.tradedByStatus, told.status);
    this.orderValue += told.total;
    this.paymentValue += payments.reduce((sum, payment) => sum + cents(payment.payment_value), 0);
    this.sellerOrders += sellers;
    this.ratingPairs += sellers * told.reviews.length;
    this.ratingSum += sellers * told.reviews.reduce((sum, review) => sum + review.score, 0);
    for (const at of [told.purchasedAt, told.shippedAt, told.deliveredAt, ...told.reviews.map((review) => review.at)]) {
      if (at && at.slice(0, 10) > this.lastDay) this.lastDay = at.slice(0, 10);
    }
    if (told.purchasedAt.slice(0, 10) < this.firstDay) this.firstDay = told.purchasedAt.slice(0, 10);
  }
}

function tally(counts: Record<string, number>, key: string): void {
  counts[key] = (counts[key] ?? 0) + 1;
}
