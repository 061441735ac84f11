/** ISO 4217 code of a currency the marketplace trades in. */
export type Currency = string & { readonly __brand: 'Currency' };

/** Decimal digits between the major and the minor unit. An exponent never changes. */
const EXPONENTS = new Map<string, 0 | 2 | 3>([
  ['BRL', 2],
  ['CNY', 2],
  ['EUR', 2],
  ['GBP', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['USD', 2],
]);

export const CURRENCIES: readonly string[] = [...EXPONENTS.keys()];

export function isCurrency(code: string): code is Currency {
  return EXPONENTS.has(code);
}

/** @throws RangeError when the code is not in the currency table. */
export function currency(code: string): Currency {
  if (!isCurrency(code)) throw new RangeError(`Unknown currency: ${code}`);
  return code;
}

export function exponentOf(code: Currency): 0 | 2 | 3 {
  return EXPONENTS.get(code) ?? 2;
}
