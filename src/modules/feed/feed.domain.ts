import { toWire, type Prefix } from '../../kernel/index.js';

/** What is told to sellers, and what each fact is about. Facts that are not here are ours alone. */
const SUBJECTS = {
  'seller-order.awaiting-acceptance': 'sor',
  'seller-order.accepted': 'sor',
  'seller-order.cancelled': 'sor',
  'seller-order.shipped': 'sor',
  'seller-order.delivered': 'sor',
  'seller-order.confirmed': 'sor',
  'seller-order.completed': 'sor',
  'refund.requested': 'rfd',
  'refund.succeeded': 'rfd',
  'refund.failed': 'rfd',
  'earning.released': 'sor',
  'debt-collection.collected': 'dcl',
  'payout.approved': 'pyo',
  'payout.paid': 'pyo',
  'payout.failed': 'pyo',
  'payout.returned': 'pyo',
  'listing.submitted': 'lst',
  'listing.revised': 'lst',
  'listing.state-changed': 'lst',
  'moderation.case-decided': 'cas',
  'review.published': 'rev',
  'review.replied': 'rev',
  'seller.activated': 'sel',
  'seller.documents-requested': 'sel',
  'seller.rejected': 'sel',
  'seller.verification-expiring': 'sel',
  'seller.verification-expired': 'sel',
  'seller.verification-renewed': 'sel',
  'seller.renewal-refused': 'sel',
  'seller.restricted': 'sel',
  'seller.restriction-lifted': 'sel',
  'seller.suspended': 'sel',
  'seller.reinstated': 'sel',
  'seller.reopened': 'sel',
  'seller.closed': 'sel',
  'seller.tier-changed': 'sel',
  'seller.payout-account-changed': 'sel',
  'seller.payout-account-disabled': 'sel',
  'seller.payout-account-verified': 'sel',
  'seller.payout-account-rejected': 'sel',
} as const satisfies Record<string, Prefix>;

export type FeedType = keyof typeof SUBJECTS;
export const FEED_TYPES = Object.keys(SUBJECTS) as FeedType[];

/** The thing that the fact is about, in wire form. */
export const subjectOf = (type: FeedType, subjectId: string): string => toWire(SUBJECTS[type], subjectId);

/** The facts up to the first that may still be followed by an earlier one. */
export function settledOf<T extends { readonly isSettled: boolean }>(facts: readonly T[]): T[] {
  const open = facts.findIndex(({ isSettled }) => !isSettled);
  return facts.slice(0, open < 0 ? facts.length : open);
}
