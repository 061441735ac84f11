import { allocate, money } from '../../kernel/index.js';

const COMPONENTS = ['commission', 'fixed_fee', 'payment_fee', 'listing_fee', 'subscription', 'payout_fee'];

/** Fees of one kind at one rate; minor units. */
export interface FeeItem {
  readonly component: string;
  /** Basis points of what was sold; null where no single rate was charged. */
  readonly bps: number | null;
  /** Basis points of the fee; null where it is not known to be taxed at one rate. */
  readonly taxBps: number | null;
  readonly net: number;
  readonly tax: number;
}

/** How the fees of a sale were charged, as frozen when it was made. */
export interface FeeShare {
  readonly component: string;
  readonly bps: number | null;
  readonly taxBps: number | null;
  readonly fee: number;
  readonly tax: number;
  /** Whether the platform keeps the fee when the goods are refunded. */
  readonly isKept: boolean;
}

/** An entry of the ledger: fees, or the tax on them, charged or given back; minor units. */
export interface FeeEntry {
  readonly account: string;
  readonly isTax: boolean;
  readonly isReturned: boolean;
  readonly amount: number;
  readonly currency: string;
  readonly sourceType: string;
  readonly shares: readonly FeeShare[];
  /** Of the rule that charged a listing. */
  readonly taxBps: number | null;
}

const OF_SOURCE: Readonly<Record<string, string>> = {
  listing: 'listing_fee',
  subscription_invoice: 'subscription',
  payout: 'payout_fee',
};

/** Sums entries by component and rates; the items are as few as the rates, however many entries there are. */
export class FeeItems {
  private readonly items = new Map<string, FeeItem>();

  /**
   * The amount goes to the components of its sale in the proportion in which they were charged, by largest remainder:
   * all of it, so that the items add up to the entries. What a rule keeps takes no part in what is given back.
   */
  add(entry: FeeEntry): void {
    const { isTax, isReturned, amount, currency, shares } = entry;
    const charged = shares.filter(({ isKept }) => !isReturned || !isKept);
    const weights = charged.map(({ fee, tax }) => (isTax ? tax : fee));
    if (weights.every((weight) => weight === 0)) return this.put(withoutSale(entry), isTax, amount);
    allocate(money(amount, currency), weights).forEach((part, i) => {
      if (part.amount > 0) this.put(charged[i] as FeeShare, isTax, part.amount);
    });
  }

  /** In the order of the components, higher rates first. */
  list(): FeeItem[] {
    const rank = ({ component }: FeeItem): number => COMPONENTS.indexOf(component);
    return [...this.items.values()].sort(
      (a, b) => rank(a) - rank(b) || (b.bps ?? -1) - (a.bps ?? -1) || (b.taxBps ?? -1) - (a.taxBps ?? -1),
    );
  }

  private put({ component, bps, taxBps }: Omit<FeeItem, 'net' | 'tax'>, isTax: boolean, amount: number): void {
    const key = `${component}|${bps}|${taxBps}`;
    const { net, tax } = this.items.get(key) ?? { net: 0, tax: 0 };
    this.items.set(key, { component, bps, taxBps, net: isTax ? net : net + amount, tax: isTax ? tax + amount : tax });
  }
}

const withoutSale = ({ sourceType, taxBps }: FeeEntry): Omit<FeeItem, 'net' | 'tax'> => ({
  component: OF_SOURCE[sourceType] ?? 'commission',
  bps: null,
  taxBps,
});
