import { exponentOf, isCurrency, money, type Money } from '../../kernel/index.js';

/**
 * The amount as Stripe counts it: minor units, yen for JPY. Amounts with three decimals must end in 0; `undefined` when
 * this one does not, or is not positive, and so cannot be moved there at all.
 */
export function toStripeAmount({ amount, currency }: Money): number | undefined {
  if (amount <= 0) return undefined;
  return exponentOf(currency) === 3 && amount % 10 !== 0 ? undefined : amount;
}

/** How Stripe writes the currency. */
export const toStripeCurrency = ({ currency }: Money): string => currency.toLowerCase();

/** `undefined` when it is no amount of a currency that we trade in. */
export function fromStripeAmount(amount: unknown, currency: unknown): Money | undefined {
  if (typeof currency !== 'string' || !Number.isSafeInteger(amount) || Number(amount) < 0) return undefined;
  const code = currency.toUpperCase();
  return isCurrency(code) ? money(Number(amount), code) : undefined;
}
