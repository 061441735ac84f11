import {
  SELLER_ACCOUNTS,
  type Balance,
  type KindTotal,
  type SellerAccount,
  type StatementLine,
} from './statement-parts.domain.js';

const WORDS: Readonly<Record<string, string>> = {
  'seller_order.delivered': 'sale',
  'seller_order.released': 'release',
  'seller_order.affiliate': 'affiliate_commission',
  'reserve_lot.released': 'reserve_release',
  'funds_hold.placed': 'hold',
  'funds_hold.lifted': 'hold_lifted',
  'payout.created': 'payout',
  'payout.failed': 'payout_failed',
  'payout.returned': 'payout_returned',
  'payout.instant_fee': 'payout_fee',
  'refund.requested': 'refund',
  'refund.affiliate': 'affiliate_commission',
  'dispute.lost': 'chargeback',
  'dispute.reclaimed': 'chargeback',
  'dispute.fee_passed': 'chargeback_fee',
  'bank_receipt.recovered': 'debt_paid',
  'debt_collection.recovered': 'debt_paid',
  'write_off.approved': 'debt_written_off',
  'listing.fee': 'listing_fee',
  'subscription_invoice.charged': 'subscription',
  'subscription_invoice.refunded': 'subscription',
  'goodwill.granted': 'goodwill',
};

/** What happened, in one word for all journals of a kind; what has no word of its own is `adjustment`. */
export function kindOf(sourceType: string, kind: string): string {
  if (sourceType === 'recovery') return 'debt_recovery';
  return WORDS[`${sourceType}.${kind.split(':', 1)[0]}`] ?? 'adjustment';
}

/** What a change of the account means for the seller: a debt that grows is a loss. */
export const worthOf = ({ account, change }: Pick<StatementLine, 'account' | 'change'>): number =>
  account === 'receivable' ? -change : change;

/** What all balances together are worth: what is owed counts against the rest. */
export const totalOf = (of: (account: SellerAccount) => number): number =>
  SELLER_ACCOUNTS.reduce((sum, account) => sum + (account === 'receivable' ? -of(account) : of(account)), 0);

/** Sums the lines of a statement as they pass; its size does not depend on their number. */
export class StatementTotals {
  entries = 0;
  corrections = 0;
  private readonly kinds = new Map<string, KindTotal>();
  private readonly moved = new Map<SellerAccount, { increase: number; decrease: number; entries: number }>();

  add(line: StatementLine): void {
    const { account, change, kind } = line;
    this.entries += 1;
    if (line.originalAt !== null) this.corrections += 1;
    const moved = this.moved.get(account) ?? { increase: 0, decrease: 0, entries: 0 };
    this.moved.set(account, {
      increase: moved.increase + Math.max(0, change),
      decrease: moved.decrease + Math.max(0, -change),
      entries: moved.entries + 1,
    });
    const of = this.kinds.get(kind) ?? { kind, entries: 0, increase: 0, decrease: 0 };
    const worth = worthOf(line);
    this.kinds.set(kind, {
      kind,
      entries: of.entries + 1,
      increase: of.increase + Math.max(0, worth),
      decrease: of.decrease + Math.max(0, -worth),
    });
  }

  kindTotals(): KindTotal[] {
    return [...this.kinds.values()].sort((a, b) => (a.kind < b.kind ? -1 : 1));
  }

  /** Every account, used or not, from what it closed with before. */
  balances(previous: readonly Balance[]): Balance[] {
    return SELLER_ACCOUNTS.map((account): Balance => {
      const before = previous.find((each) => each.account === account);
      const { increase, decrease, entries } = this.moved.get(account) ?? { increase: 0, decrease: 0, entries: 0 };
      const opening = before?.closing ?? 0;
      const listed = (before?.listed ?? 0) + entries;
      return { account, opening, increase, decrease, closing: opening + increase - decrease, listed };
    });
  }
}
