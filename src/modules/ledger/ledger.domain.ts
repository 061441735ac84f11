import { actorRef, type Actor, type Id, type Money } from '../../kernel/index.js';
import { placed, type Places } from './place.domain.js';

/** The chart of accounts; its rows (class, owner, mode, floor) are data of the database. */
export const ACCOUNT_TYPES = [
  'affiliate_available',
  'affiliate_expense',
  'affiliate_pending',
  'bad_debt_expense',
  'bank_client',
  'bank_operating',
  'buyer_credit',
  'buyer_receivable',
  'carrier_expense',
  'carrier_payable',
  'chargeback_loss',
  'commission_revenue',
  'dispute_fee_expense',
  'dispute_receivable',
  'fx_gain_loss',
  'fx_position',
  'fx_spread_revenue',
  'goodwill_expense',
  'order_escrow',
  'payout_fee_revenue',
  'payout_in_transit',
  'promotion_expense',
  'psp_clearing',
  'psp_fee_expense',
  'refund_in_transit',
  'seller_available',
  'seller_held',
  'seller_pending',
  'seller_receivable',
  'seller_reserve',
  'shipping_revenue',
  'subscription_revenue',
  'tax_payable',
  'unapplied_receipts',
] as const;
export type AccountType = (typeof ACCOUNT_TYPES)[number];

export type Side = 'D' | 'C';

export interface Line {
  readonly account: AccountType;
  /** Whose account: the UUID of the seller, seller order, payout, … that the chart asks for. */
  readonly owner?: string;
  readonly side: Side;
  /** More than zero. */
  readonly money: Money;
  readonly memo?: string;
}

/** What happened, in the words of the module that knows it: one journal for each, whoever posts it how often. */
export interface Source {
  readonly type: string;
  readonly id: string;
  readonly kind: string;
}

export interface JournalRefs {
  readonly orderId?: string;
  readonly sellerOrderId?: string;
  readonly sellerId?: string;
  readonly paymentId?: string;
  readonly payoutId?: string;
}

export interface Journal {
  readonly source: Source;
  /** When it happened in the world, on the marketplace clock. */
  readonly effectiveAt: Date;
  readonly actor: Actor;
  readonly refs?: JournalRefs;
  readonly ruleVersion?: string;
  /** The journal that this one takes back; each can be taken back once. */
  readonly reverses?: Id<'jnl'>;
  /** The journal that this one puts right, usually one of a closed period. */
  readonly corrects?: Id<'jnl'>;
  readonly lines: readonly Line[];
}

const line =
  (side: Side) =>
  (account: AccountType, amount: Money, owner?: string): Line =>
    owner === undefined ? { account, side, money: amount } : { account, owner, side, money: amount };

export const debit = line('D');
export const credit = line('C');

/** A line that says what it is, and whose: platform-wide accounts have no owner. */
export const noted = (of: Line, memo: string): Line => ({ ...of, memo });

/** The fees of a sale or a listing are the seller’s to pay, and their tax: by these the seller is invoiced. */
export const feesOf = (sellerId: string): string => `fees:${sellerId}`;
export const feeTaxOf = (sellerId: string): string => `fee_tax:${sellerId}`;

/** When, by whom, about what and where the money is; the amounts come from the lines. */
export interface Circumstances extends Omit<Journal, 'source' | 'lines'> {
  readonly places?: Places;
}

/** Says a journal: `journal(['payout', id, 'paid'], at, debit(…), credit(…))`. Lines of zero are left out. */
export const journal = (
  [type, id, kind]: readonly [type: string, id: string, kind: string],
  { places = {}, ...at }: Circumstances,
  ...lines: readonly Line[]
): Journal => ({
  ...at,
  source: { type, id, kind },
  lines: lines.filter((each) => each.money.amount !== 0).map(placed(places)),
});

/** Whether there are at least two lines, and debits equal credits in each currency. */
export function isBalanced({ lines }: Pick<Journal, 'lines'>): boolean {
  const currencies = [...new Set(lines.map(({ money }) => money.currency))];
  return (
    lines.length >= 2 && currencies.every((currency) => totalOf(lines, 'D', currency) === totalOf(lines, 'C', currency))
  );
}

const totalOf = (lines: readonly Line[], side: Side, currency: string): number =>
  lines
    .filter((each) => each.side === side && each.money.currency === currency)
    .reduce((total, each) => total + each.money.amount, 0);

/** `payment:…:capture:…` */
export const keyOf = ({ source }: Pick<Journal, 'source'>): string => `${source.type}:${source.id}:${source.kind}`;

/** The form that `ledger.post` takes. */
export function documentOf(id: Id<'jnl'>, journal: Journal): object {
  const actor = actorRef(journal.actor);
  return {
    id,
    sourceType: journal.source.type,
    sourceId: journal.source.id,
    kind: journal.source.kind,
    effectiveAt: journal.effectiveAt,
    actorType: actor.type,
    actorId: actor.id,
    ...journal.refs,
    ruleVersion: journal.ruleVersion,
    reversesId: journal.reverses,
    correctsId: journal.corrects,
    lines: journal.lines.map(({ account, owner, side, money, memo }) => ({
      account,
      owner,
      side,
      amount: money.amount,
      currency: money.currency,
      memo,
    })),
  };
}
