export interface Options {
  /** Longest time of each measured run. */
  readonly seconds: number;
  readonly listings: number;
  readonly sellers: number;
  readonly buyers: number;
  /** Sellers of the payout run. */
  readonly payees: number;
  /** Orders that were placed before the first measurement. */
  readonly pastOrders: number;
  /** Phases to run; all of them when empty. */
  readonly only: readonly string[];
  readonly isJson: boolean;
}

/**
 * `SOUK_BENCH_SECONDS`, `SOUK_BENCH_LISTINGS` and `SOUK_BENCH_SELLERS` make the bench shorter and smaller;
 * `--only=reads,orders` runs some phases, `--json` prints for machines.
 */
export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const listings = amountOf(env.SOUK_BENCH_LISTINGS, 20_000);
  const payees = amountOf(env.SOUK_BENCH_SELLERS, Math.max(10, Math.round(listings / 2)));
  const only = args.find((arg) => arg.startsWith('--only='))?.slice('--only='.length);
  return {
    seconds: amountOf(env.SOUK_BENCH_SECONDS, 8),
    listings,
    sellers: Math.max(4, Math.round(listings / 100)),
    buyers: Math.max(100, Math.round(listings / 10)),
    payees,
    pastOrders: Math.round(listings * 2.5),
    only: only ? only.split(',') : [],
    isJson: args.includes('--json'),
  };
}

function amountOf(text: string | undefined, otherwise: number): number {
  const amount = Number(text ?? otherwise);
  if (Number.isInteger(amount) && amount > 0) return amount;
  throw new Error(`SOUK_BENCH_SECONDS, _LISTINGS and _SELLERS are whole numbers above 0, not “${text}”`);
}
